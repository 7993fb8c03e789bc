import { z } from 'zod'
import { startedJob } from '../../contract/started-job.ts'
import { can, router } from '../../trpc/trpc.ts'
import {
  exportOrdersInput,
  listOrdersInput,
  orderDetail,
  orderFilter,
  orderIdInput,
  orderPage,
} from './orders.contract.ts'
import {
  countMatchingOrders,
  getOrder,
  listOrders,
  listSources,
  startOrderExport,
} from './orders.service.ts'

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
  export: can('orders.export')
    .input(exportOrdersInput)
    .output(startedJob)
    .mutation(({ ctx, input }) => startOrderExport(ctx, input)),
})
