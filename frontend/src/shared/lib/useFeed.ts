import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, reactive, toValue, type MaybeRefOrGetter } from 'vue'

export interface Feed<Item> {
  items: Item[]
  next_cursor: string | null
}

/** A feed that grows downwards, one cursor at a time; a new key starts it anew. */
export function useFeed<Item>(
  key: MaybeRefOrGetter<readonly unknown[]>,
  fetch: (cursor: string | undefined) => Promise<Feed<Item>>,
) {
  const query = useInfiniteQuery({
    queryKey: computed(() => toValue(key)),
    queryFn: ({ pageParam }) => fetch(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  })
  return reactive({
    rows: computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []),
    pending: query.isPending,
    error: query.error,
    retry: () => query.refetch(),
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    more: () => query.fetchNextPage(),
  })
}
