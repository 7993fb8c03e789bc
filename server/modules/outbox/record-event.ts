import type { Ctx, Tx } from '../../db/context.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import {
  CONSUMERS_OF,
  EVENT_PAYLOADS,
  type EventPayload,
  type EventType,
} from './outbox.contract.ts'

/** An event as whoever causes it tells it. */
export type NewEvent = {
  [T in EventType]: {
    readonly type: T
    readonly memberUid: string
    readonly payload: EventPayload<T>
  }
}[EventType]

/**
 * Writes what happened, and what each consumer has to do with it, in the transaction that made it happen:
 * either all of it is there or nothing. @returns the event's id
 */
export async function recordEvent(ctx: Ctx<Tx>, event: NewEvent): Promise<string> {
  const occurredAt = ctx.clock.now()
  const id = uuidv7({ now: () => occurredAt })
  const { type, memberUid } = event
  const payload = EVENT_PAYLOADS[type].parse(event.payload)
  await ctx.db.outboxEvent.create({
    data: { id, type, memberUid, payload, occurredAt },
    select: { id: true },
  })
  await ctx.db.outboxDelivery.createMany({
    data: CONSUMERS_OF[type].map((consumer) => ({
      eventId: id,
      consumer,
      status: 'waiting',
      attempts: 0,
      nextAttemptAt: occurredAt,
    })),
  })
  return id
}
