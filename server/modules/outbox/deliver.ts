import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { AppError } from '../../kernel/app-error.ts'
import { describeError } from '../../kernel/describe-error.ts'
import {
  EVENT_PAYLOADS,
  EVENT_TYPES,
  eventType,
  type ConsumerName,
  type DeliveryStatus,
  type EventPayload,
  type EventType,
} from './outbox.contract.ts'
import { isGivenUp, readConsumer, retryPlanOf } from './outbox.rules.ts'

/** Whoever works on a delivery has it for so long; then it counts as failed and is tried again. */
const CLAIM_MS = 60_000

/** An event as consumers get it. */
export type OutboxEvent = {
  [T in EventType]: {
    readonly id: string
    readonly type: T
    readonly memberUid: string
    readonly payload: EventPayload<T>
    readonly occurredAt: Date
  }
}[EventType]

/**
 * What is done with an event. It may be called again for an event that it has dealt with, also while an
 * earlier call still runs, and must end as if it had been called once. Throwing means "try again later".
 */
export type Consumer = (ctx: Ctx, event: OutboxEvent) => Promise<void>
/** The same for one of many: `target` is the id of the endpoint. */
export type TargetConsumer = (ctx: Ctx, event: OutboxEvent, target: string) => Promise<void>
export type Consumers = Readonly<Record<ConsumerName, Consumer>> & {
  readonly webhook?: TargetConsumer
}

/** Deliveries of a newer version's events are left to servers that know them. */
export const isDue = (ctx: Ctx, consumers: readonly string[]) =>
  ({
    status: 'waiting',
    nextAttemptAt: { lte: ctx.clock.now() },
    consumer: { in: [...consumers] },
    event: { type: { in: [...EVENT_TYPES] } },
  }) satisfies Prisma.OutboxDeliveryWhereInput

/** What of one consumer is to be tried now, the longest due first. */
export const readDue = (ctx: Ctx, consumer: string, take: number) =>
  ctx.db.outboxDelivery.findMany({
    where: isDue(ctx, [consumer]),
    orderBy: [{ nextAttemptAt: 'asc' }, { eventId: 'asc' }],
    take,
    include: { event: true },
  })
export type Due = Awaited<ReturnType<typeof readDue>>[number]

const after = (ctx: Ctx, ms: number): Date => new Date(ctx.clock.now().getTime() + ms)

/**
 * Takes a delivery: of two dispatchers one gets it. The attempt is counted before it is made, so that one
 * which takes the whole process down counts as well.
 */
async function claim(ctx: Ctx, { eventId, consumer, attempts, nextAttemptAt }: Due) {
  const { count } = await ctx.db.outboxDelivery.updateMany({
    where: { eventId, consumer, status: 'waiting', attempts, nextAttemptAt },
    data: { attempts: attempts + 1, nextAttemptAt: after(ctx, CLAIM_MS) },
  })
  return count === 1
}

interface Outcome {
  readonly status: DeliveryStatus
  readonly lastError?: string | null
  readonly nextAttemptAt?: Date
}

/** Notes how an attempt ended, unless somebody else has taken the delivery over since. */
async function note(ctx: Ctx, due: Due, attempts: number, outcome: Outcome): Promise<boolean> {
  const { eventId, consumer } = due
  const finishedAt = outcome.status === 'waiting' ? null : ctx.clock.now()
  const { count } = await ctx.db.outboxDelivery.updateMany({
    where: { eventId, consumer, status: 'waiting', attempts },
    data: { ...outcome, finishedAt },
  })
  return count === 1
}

const storedEvent = z.object({
  id: z.string(),
  type: eventType,
  memberUid: z.string(),
  payload: z.unknown(),
  occurredAt: z.date(),
})

function readEvent(row: Due['event']): OutboxEvent {
  const event = storedEvent.parse(row)
  const payload = EVENT_PAYLOADS[event.type].parse(event.payload)
  // The payload's schema belongs to the type; TypeScript loses the pair when it indexes the table.
  return { ...event, payload } as OutboxEvent
}

/** A consumer that never answers must not keep the others waiting; it may still end by itself. */
async function withinTime(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AppError('TIMEOUT')), limitMs)
  })
  try {
    await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

/** Runs one claimed delivery and notes how it ended. */
async function deliver(ctx: Ctx, due: Due, consume: Consumer, limitMs: number): Promise<void> {
  const { eventId, consumer } = due
  const attempts = due.attempts + 1
  const log = ctx.log.child({ event: eventId, consumer, attempts })
  try {
    const event = readEvent(due.event)
    await withinTime(consume({ ...ctx, log, requestId: eventId }, event), limitMs)
  } catch (error) {
    // A code only: messages of drivers can hold values of a row.
    const lastError = describeError(error, 'en', eventId).code
    const isDead = isGivenUp(consumer, attempts)
    log.error({ err: error }, isDead ? 'delivery given up' : 'delivery failed')
    const next = { nextAttemptAt: after(ctx, retryPlanOf(consumer).delayMs(attempts)) }
    const outcome = isDead ? { status: 'dead' as const } : { status: 'waiting' as const, ...next }
    await note(ctx, due, attempts, { ...outcome, lastError })
    return
  }
  if (!(await note(ctx, due, attempts, { status: 'done', lastError: null }))) {
    log.warn('delivery was taken over or ended meanwhile')
  }
}

/** Who is called for a delivery; undefined where this version knows nobody. */
export function consumerOf(
  consumers: Consumers,
  name: string,
): ((ctx: Ctx, event: OutboxEvent) => Promise<void>) | undefined {
  const read = readConsumer(name)
  if (!read) return undefined
  const consume = consumers[read.kind]
  return consume && ((ctx, event) => consume(ctx, event, read.target))
}

/**
 * One delivery, if nobody else gets it. A claim that ran out on the last attempt is given up.
 * @returns how many were tried: one or none
 */
export async function handOn(
  ctx: Ctx,
  due: Due,
  consumers: Consumers,
  limitMs: number,
): Promise<number> {
  if (isGivenUp(due.consumer, due.attempts)) {
    await note(ctx, due, due.attempts, {
      status: 'dead',
      lastError: due.lastError ?? 'DELIVERY_INTERRUPTED',
    })
    return 0
  }
  const consume = consumerOf(consumers, due.consumer)
  if (!consume || !(await claim(ctx, due))) return 0
  await deliver(ctx, due, consume, limitMs)
  return 1
}
