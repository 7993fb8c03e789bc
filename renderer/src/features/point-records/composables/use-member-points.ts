import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../../../api/client.ts'
import { toFailure } from '../../../api/failure.ts'
import { useRights } from '../../../composables/use-rights.ts'

const PAGE_SIZE = 20

/** A member's account, and his entries, the latest first, a page at a time. For who may see points. */
export function useMemberPoints(uid: () => string) {
  const { can, whyNot } = useRights()
  const enabled = computed(() => can('points.view'))
  const account = useQuery({
    queryKey: ['points-member', computed(uid), 'account'],
    queryFn: ({ signal }) => api.pointRecords.account.query({ uid: uid() }, { signal }),
    enabled,
  })
  const pages = useInfiniteQuery({
    queryKey: ['points-member', computed(uid), 'entries'],
    queryFn: ({ pageParam, signal }) =>
      api.pointRecords.list.query(
        { memberUid: uid(), pageSize: PAGE_SIZE, ...pageParam },
        { signal },
      ),
    initialPageParam: { pageNo: 1 },
    getNextPageParam: ({ known, total }) =>
      known && known.pageNo * PAGE_SIZE < total ? { pageNo: known.pageNo + 1, known } : undefined,
    enabled,
  })
  const entries = computed(() => pages.data.value?.pages.flatMap(({ list }) => list))
  const total = computed(() => pages.data.value?.pages[0]?.total ?? 0)
  const error = computed(() => account.error.value ?? pages.error.value)
  const isComplete = computed(() => account.data.value !== undefined && entries.value !== undefined)
  return {
    account: account.data,
    entries,
    total,
    left: computed(() => Math.min(PAGE_SIZE, total.value - (entries.value?.length ?? 0))),
    whyNot: computed(() => whyNot('points.view')),
    failure: computed(() =>
      error.value && !isComplete.value ? toFailure(error.value, Date.now()) : undefined,
    ),
    isComplete,
    isFetching: computed(() => account.isFetching.value || pages.isFetching.value),
    hasMore: pages.hasNextPage,
    refetch(): void {
      void account.refetch()
      void pages.refetch()
    },
    more: () => void pages.fetchNextPage(),
  }
}
