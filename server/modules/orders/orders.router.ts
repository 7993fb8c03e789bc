import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import {
  listOrdersInput,
  orderDetail,
  orderFilter,
  orderIdInput,
  orderPage,
} from './orders.contract.ts'
import { countMatchingOrders, getOrder, listOrders, listSources } from './orders.service.ts'

export const ordersRouter = router({
  list: can('orders.view')
    .input(listOrdersInput)
    .output(orderPage)
    .query(({ ctx, input }) => listOrders(ctx, input)),
  count: can('orders.view')
    .input(orderFilter)
    .output(z.int())
    .query(({ ctx, input }) => countMatchingOrders(ctx, input)),
  sources: can('orders.view')
    .output(z.array(z.string()))
    .query(({ ctx }) => listSources(ctx)),
  get: can('orders.view')
    .input(orderIdInput)
    .output(orderDetail)
    .query(({ ctx, input }) => getOrder(ctx, input)),
})
