import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, reactive, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export interface Page<Row> {
  items: Row[]
  page: number
  size: number
  total: number
}
export type ListQuery<Filter extends string> = Partial<Record<Filter, string>> & {
  page: number
  size: number
  sort?: string
}

const SIZE = 50
/** The server answers no page whose last row lies deeper. */
const DEPTH = 10_000

/**
 * A list page whose filters, sort and page number live in the URL: back, reload and a copied link show the same rows.
 * Filters are strings as the API takes them (several values joined by commas); an empty one is not sent.
 */
export function useListQuery<Row, Filter extends string>(options: {
  key: readonly string[]
  filters: readonly Filter[]
  /** Order when the URL names none; a list without it cannot be sorted. */
  sort?: string
  fetch: (query: ListQuery<Filter>) => Promise<Page<Row>>
}) {
  const route = useRoute()
  const router = useRouter()
  const path = route.path
  const text = (name: string) => String(route.query[name] ?? '')

  /** Writes to the URL; whatever narrows or orders the list anew goes back to its first page. */
  function go(change: Record<string, string | number | undefined>) {
    const query = { ...route.query, page: undefined, ...change }
    const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
    return router.replace({ query: Object.fromEntries(kept) })
  }

  const current = computed(() => {
    const given = options.filters.flatMap((name) => (text(name) ? [[name, text(name)]] : []))
    return {
      ...Object.fromEntries(given),
      page: Math.max(1, Number(text('page')) || 1),
      size: SIZE,
      ...(options.sort ? { sort: text('sort') || options.sort } : {}),
    } as ListQuery<Filter>
  })
  const query = useQuery({
    queryKey: computed(() => [...options.key, current.value]),
    queryFn: () => options.fetch(current.value),
    placeholderData: keepPreviousData,
    // While the next page slides in, this one must not ask with the next page's query.
    enabled: computed(() => route.path === path),
  })

  const filters = reactive(Object.fromEntries(options.filters.map((name) => [name, text(name)]))) as Record<
    Filter,
    string
  >
  watch(
    () => route.path === path && options.filters.map(text),
    (now) => now && options.filters.forEach((name, at) => (filters[name as keyof typeof filters] = now[at] ?? '')),
  )
  watch(filters, () => {
    if (options.filters.some((name) => filters[name as keyof typeof filters] !== text(name))) go({ ...filters })
  })

  return reactive({
    filters,
    query: current,
    rows: computed(() => query.data.value?.items ?? []),
    total: computed(() => query.data.value?.total ?? 0),
    page: computed(() => current.value.page),
    pages: computed(() => Math.ceil(Math.min(query.data.value?.total ?? 0, DEPTH) / SIZE)),
    sort: computed(() => current.value.sort ?? ''),
    filtered: computed(() => options.filters.some((name) => text(name))),
    pending: query.isPending,
    refreshing: query.isPlaceholderData,
    error: query.error,
    retry: () => query.refetch(),
    turnTo: (page: number) => go({ page: page > 1 ? page : undefined }),
    sortBy: (sort: string) => go({ sort: sort === options.sort ? undefined : sort }),
    clear: () => go(Object.fromEntries(options.filters.map((name) => [name, undefined]))),
  })
}
