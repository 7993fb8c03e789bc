import type { Ctx, Tx } from '../../db/context.ts'
import { insertRows } from '../../db/row-set.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import {
  CONSUMERS_OF,
  EVENT_PAYLOADS,
  type EventPayload,
  type EventType,
} from './outbox.contract.ts'
import { readSubscribers } from './subscriptions.ts'

/** An event as whoever causes it tells it. */
export type NewEvent = {
  [T in EventType]: {
    readonly type: T
    readonly memberUid: string
    readonly payload: EventPayload<T>
  }
}[EventType]

const EVENT_COLUMNS = {
  id: 'text',
  type: 'text',
  memberUid: 'text',
  payload: 'json',
  occurredAt: 'instant',
} as const
const DELIVERY_COLUMNS = {
  eventId: 'text',
  consumer: 'text',
  status: 'text',
  attempts: 'integer',
  nextAttemptAt: 'instant',
} as const

/** Who is told each of these types: parts of the program, and who has subscribed. */
async function readTold(ctx: Ctx<Tx>, events: readonly NewEvent[]) {
  const types = [...new Set(events.map(({ type }) => type))]
  const subscribers = await readSubscribers(ctx, types)
  return new Map(types.map((type) => [type, [...CONSUMERS_OF[type], ...subscribers(type)]]))
}

/**
 * Writes what happened, and what each consumer has to do with it, in the transaction that made it happen:
 * either all of it is there or nothing. An event that nobody is told is not written. However many there are,
 * it is one query and two statements.
 *
 * @returns the events' ids in their order; undefined where nobody is told
 */
export async function recordEvents(
  ctx: Ctx<Tx>,
  events: readonly NewEvent[],
): Promise<(string | undefined)[]> {
  if (events.length === 0) return []
  const told = await readTold(ctx, events)
  const occurredAt = ctx.clock.now()
  const rows = events.map(({ type, memberUid, payload }) => {
    const consumers = told.get(type) ?? []
    if (consumers.length === 0) return undefined
    const id = uuidv7({ now: () => occurredAt })
    const json = JSON.stringify(EVENT_PAYLOADS[type].parse(payload))
    return { event: { id, type, memberUid, payload: json, occurredAt }, consumers }
  })
  const written = rows.filter((row) => row !== undefined)
  await insertRows(ctx, {
    table: 'OutboxEvent',
    columns: EVENT_COLUMNS,
    rows: written.map(({ event }) => event),
  })
  const waiting = { status: 'waiting', attempts: 0, nextAttemptAt: occurredAt }
  await insertRows(ctx, {
    table: 'OutboxDelivery',
    columns: DELIVERY_COLUMNS,
    rows: written.flatMap(({ event, consumers }) =>
      consumers.map((consumer) => ({ eventId: event.id, consumer, ...waiting })),
    ),
  })
  return rows.map((row) => row?.event.id)
}

/** One event; see `recordEvents`. @returns its id, or undefined where nobody is told */
export async function recordEvent(ctx: Ctx<Tx>, event: NewEvent): Promise<string | undefined> {
  const [id] = await recordEvents(ctx, [event])
  return id
}
