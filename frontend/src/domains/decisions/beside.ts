import { useQuery } from '@tanstack/vue-query'
import { computed, reactive } from 'vue'

/** The short list of another kind of record that stands beside one: payments of a contract, versions of a policy. */
export function useBeside<Row>(
  kind: string,
  fetch: (query: object) => Promise<{ items: Row[]; total: number }>,
  wanted: () => object,
) {
  const found = useQuery({
    queryKey: computed(() => [kind, 'list', 'beside', wanted()]),
    queryFn: () => fetch(wanted()),
  })
  return reactive({
    rows: computed(() => found.data.value?.items ?? []),
    total: computed(() => found.data.value?.total ?? 0),
    pending: found.isPending,
    error: found.error,
    retry: () => found.refetch(),
  })
}
