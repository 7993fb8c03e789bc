import { sharedTransaction } from '../../db/shared-transaction.ts'
import { bookOrderEvents, type ReceivedEvent } from './book-order-events.ts'
import type { OrderEventAnswer } from './order-events.contract.ts'

/**
 * Takes an event of a mall or a till. Events that come at the same time share a transaction.
 * @throws AppError what is refused, see `bookOrderEvents`
 */
export const receiveOrderEvent = sharedTransaction<ReceivedEvent, OrderEventAnswer>(
  async (ctx, received) =>
    (await bookOrderEvents(ctx, received)).map((outcome) =>
      'answer' in outcome ? { done: outcome.answer } : outcome,
    ),
)
