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
import { isGivenUp, retryDelayMs } from './outbox.rules.ts'

/** Whoever works on a delivery has it for so long; then it counts as failed and is tried again. */
const CLAIM_MS = 60_000
/** Below the claim, so that nobody works on what another may have taken over. */
const TIME_LIMIT_MS = 30_000
const BATCH = 100
const BATCHES_MAX = 5

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
export type Consumers = Readonly<Record<ConsumerName, Consumer>>

interface DispatchOptions {
  /** How long one call of a consumer may take. */
  readonly timeLimitMs?: number
}

/** Deliveries of a newer version's events and consumers are left to servers that know them. */
const isDue = (ctx: Ctx, consumers: Consumers): Prisma.OutboxDeliveryWhereInput => ({
  status: 'waiting',
  nextAttemptAt: { lte: ctx.clock.now() },
  consumer: { in: Object.keys(consumers) },
  event: { type: { in: [...EVENT_TYPES] } },
})

/** Is there anything to hand on? */
export async function hasDueDeliveries(ctx: Ctx, consumers: Consumers): Promise<boolean> {
  const found = await ctx.db.outboxDelivery.findFirst({
    where: isDue(ctx, consumers),
    select: { eventId: true },
  })
  return found !== null
}

const readDue = (ctx: Ctx, consumers: Consumers) =>
  ctx.db.outboxDelivery.findMany({
    where: isDue(ctx, consumers),
    orderBy: [{ nextAttemptAt: 'asc' }, { eventId: 'asc' }],
    take: BATCH,
    include: { event: true },
  })
type Due = Awaited<ReturnType<typeof readDue>>[number]

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
  return { ...event, payload: EVENT_PAYLOADS[event.type].parse(event.payload) }
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
    const isDead = isGivenUp(attempts)
    log.error({ err: error }, isDead ? 'delivery given up' : 'delivery failed')
    const next = { nextAttemptAt: after(ctx, retryDelayMs(attempts)) }
    const outcome = isDead ? { status: 'dead' as const } : { status: 'waiting' as const, ...next }
    await note(ctx, due, attempts, { ...outcome, lastError })
    return
  }
  if (!(await note(ctx, due, attempts, { status: 'done', lastError: null }))) {
    log.warn('delivery was taken over or ended meanwhile')
  }
}

/** One delivery, if nobody else gets it. A claim that ran out on the last attempt is given up. */
async function handOn(ctx: Ctx, due: Due, consumers: Consumers, limitMs: number) {
  if (isGivenUp(due.attempts)) {
    await note(ctx, due, due.attempts, {
      status: 'dead',
      lastError: due.lastError ?? 'DELIVERY_INTERRUPTED',
    })
    return 0
  }
  const consume = Object.entries(consumers).find(([name]) => name === due.consumer)?.[1]
  if (!consume || !(await claim(ctx, due))) return 0
  await deliver(ctx, due, consume, limitMs)
  return 1
}

/**
 * Hands events on to their consumers, at least once each: what fails is tried again after 5 s, 10 s, 20 s …
 * and listed as undelivered after eight attempts. Several servers may do it at once.
 *
 * @returns how many deliveries were tried
 */
export async function dispatchOutbox(
  ctx: Ctx,
  consumers: Consumers,
  { timeLimitMs = TIME_LIMIT_MS }: DispatchOptions = {},
): Promise<number> {
  let tried = 0
  for (let batch = 1; batch <= BATCHES_MAX; batch += 1) {
    const due = await readDue(ctx, consumers)
    for (const each of due) tried += await handOn(ctx, each, consumers, timeLimitMs)
    if (due.length < BATCH) break
  }
  return tried
}
