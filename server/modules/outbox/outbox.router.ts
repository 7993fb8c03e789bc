import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import {
  deliveryKey,
  discardDeliveryInput,
  listUndeliveredInput,
  retriedDeliveries,
  undeliveredPage,
} from './outbox.contract.ts'
import {
  discardDelivery,
  listUndelivered,
  retryDeadDeliveries,
  retryDelivery,
} from './outbox.service.ts'

export const outboxRouter = router({
  list: can('notifications.view')
    .input(listUndeliveredInput)
    .output(undeliveredPage)
    .query(({ ctx, input }) => listUndelivered(ctx, input)),
  retry: can('notifications.manage')
    .input(deliveryKey)
    .output(z.void())
    .mutation(({ ctx, input }) => retryDelivery(ctx, input)),
  retryAll: can('notifications.manage')
    .output(retriedDeliveries)
    .mutation(({ ctx }) => retryDeadDeliveries(ctx)),
  discard: can('notifications.manage')
    .input(discardDeliveryInput)
    .output(z.void())
    .mutation(({ ctx, input }) => discardDelivery(ctx, input)),
})
