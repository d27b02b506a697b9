import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, body } from '@/client/api'

/** What may be uploaded for a purpose; nothing while it is not known, or not allowed. */
export function usePurpose(name: string) {
  const { data } = useQuery({
    queryKey: ['uploads', 'purposes'],
    queryFn: () => body(api.GET('/api/v1/uploads/purposes')),
    staleTime: Infinity,
  })
  return computed(() => data.value?.items.find((purpose) => purpose.name === name))
}
