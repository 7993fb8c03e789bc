import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../../../api/client.ts'
import { toFailure } from '../../../api/failure.ts'
import { useRights } from '../../../composables/use-rights.ts'

const PAGE_SIZE = 20

/** What one member was sent, the newest first, a page at a time. For who may see notifications. */
export function useMemberNotifications(uid: () => string) {
  const { can, whyNot } = useRights()
  const query = useInfiniteQuery({
    queryKey: ['member-notifications', computed(uid)],
    queryFn: ({ pageParam, signal }) =>
      api.notifications.list.query(
        { memberUid: uid(), pageNo: pageParam, pageSize: PAGE_SIZE },
        { signal },
      ),
    initialPageParam: 1,
    getNextPageParam: (last, _pages, pageNo) =>
      pageNo * PAGE_SIZE < last.total ? pageNo + 1 : undefined,
    enabled: computed(() => can('notifications.view')),
  })
  /** What was sent meanwhile moves rows to the next page, so one may come twice. */
  const rows = computed(() => {
    const all = query.data.value?.pages.flatMap(({ list }) => list)
    return all && [...new Map(all.map((row) => [row.id, row])).values()]
  })
  return {
    rows,
    total: computed(() => query.data.value?.pages[0]?.total ?? 0),
    whyNot: computed(() => whyNot('notifications.view')),
    failure: computed(() =>
      query.error.value && !rows.value ? toFailure(query.error.value, Date.now()) : undefined,
    ),
    isPending: query.isPending,
    isFetching: query.isFetching,
    hasMore: query.hasNextPage,
    refetch: () => void query.refetch(),
    more: () => void query.fetchNextPage(),
  }
}
