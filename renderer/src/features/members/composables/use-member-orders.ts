import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../../../api/client.ts'
import { toFailure } from '../../../api/failure.ts'
import { useRights } from '../../../composables/use-rights.ts'

interface OrdersOptions {
  readonly uid: () => string
  readonly pageSize: number
}

/** A member's orders, the latest first, a page at a time. For who may see orders. */
export function useMemberOrders({ uid, pageSize }: OrdersOptions) {
  const { can, whyNot } = useRights()
  const mayView = computed(() => can('orders.view'))
  const query = useInfiniteQuery({
    queryKey: ['member-orders', computed(uid), pageSize],
    queryFn: ({ pageParam, signal }) =>
      api.orders.list.query({ memberUid: uid(), pageSize, ...pageParam }, { signal }),
    initialPageParam: { pageNo: 1 },
    getNextPageParam: ({ known, total }) =>
      known && known.pageNo * pageSize < total ? { pageNo: known.pageNo + 1, known } : undefined,
    enabled: mayView,
  })
  const orders = computed(() => query.data.value?.pages.flatMap(({ list }) => list))
  return {
    orders,
    total: computed(() => query.data.value?.pages[0]?.total ?? 0),
    whyNot: computed(() => whyNot('orders.view')),
    failure: computed(() =>
      query.error.value && !orders.value ? toFailure(query.error.value, Date.now()) : undefined,
    ),
    isPending: query.isPending,
    isFetching: query.isFetching,
    hasMore: query.hasNextPage,
    refetch: () => void query.refetch(),
    more: () => void query.fetchNextPage(),
  }
}
