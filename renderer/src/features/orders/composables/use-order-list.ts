import { api } from '../../../api/client.ts'
import { usePagedList } from '../../../composables/use-paged-list.ts'
import {
  listOrdersInput,
  orderFilter,
} from '../../../../../server/modules/orders/orders.contract.ts'

/** Orders, by what the page's address asks. */
export const useOrderList = () =>
  usePagedList({
    key: 'orders-list',
    schema: listOrdersInput,
    fetch: (input, signal) => api.orders.list.query(input, { signal }),
    count: (input, signal) => api.orders.count.query(orderFilter.parse(input), { signal }),
  })
export type OrderList = ReturnType<typeof useOrderList>
