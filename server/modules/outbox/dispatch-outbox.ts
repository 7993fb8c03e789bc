import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { queryRows, sql } from '../../db/sql.ts'
import { consumerOf, handOn, isDue, readDue, type Consumers, type Due } from './deliver.ts'
import { readConsumer } from './outbox.rules.ts'

/** Below the claim, so that nobody works on what another may have taken over. */
const TIME_LIMIT_MS = 30_000
const BATCH = 100
const BATCHES_MAX = 5
/** Consumers that are served side by side. Partners are fewer, so that none waits for another. */
const LANES_MAX = 32
/** So many requests to one partner at once. Parts of the program are told one event after another. */
const WIDTH = { notifications: 1, webhook: 4 } as const
/** So long a round waits for its lanes; what is slower goes on beside the next rounds. */
const ROUND_MS = 1_000

interface DispatchOptions {
  /** How long one call of a consumer may take. */
  readonly timeLimitMs?: number
}

const consumerRow = z.object({ consumer: z.string() })

/**
 * Consumers that something waits for, due or not. Each step is a look into an index, so that a partner with a
 * million waiting deliveries costs no more than one with a single one.
 */
async function waitingConsumers(ctx: Ctx, consumers: Consumers): Promise<string[]> {
  const rows = await queryRows(
    ctx,
    sql`WITH RECURSIVE c("consumer") AS (
      SELECT MIN("consumer") FROM "OutboxDelivery" WHERE "status" = 'waiting'
      UNION ALL
      SELECT (SELECT MIN(d."consumer") FROM "OutboxDelivery" d
          WHERE d."status" = 'waiting' AND d."consumer" > c."consumer")
        FROM c WHERE c."consumer" IS NOT NULL
    ) SELECT "consumer" FROM c WHERE "consumer" IS NOT NULL`,
    consumerRow,
  )
  return rows.map(({ consumer }) => consumer).filter((name) => consumerOf(consumers, name))
}

/** Is there anything to hand on? */
export async function hasDueDeliveries(ctx: Ctx, consumers: Consumers): Promise<boolean> {
  const waiting = await waitingConsumers(ctx, consumers)
  if (waiting.length === 0) return false
  const found = await ctx.db.outboxDelivery.findFirst({
    where: isDue(ctx, waiting),
    select: { eventId: true },
  })
  return found !== null
}

/** Hands deliveries on, so many at once, the first ones first. @returns how many were tried */
async function handOnAll(
  due: readonly Due[],
  width: number,
  handOnOne: (due: Due) => Promise<number>,
): Promise<number> {
  const queue = due.values()
  let tried = 0
  const work = async () => {
    for (const each of queue) {
      const count = await handOnOne(each)
      tried += count
    }
  }
  await Promise.all(Array.from({ length: width }, work))
  return tried
}

interface Dispatcher {
  /**
   * Begins with what is due and waits for it a moment; what takes longer goes on, and keeps only deliveries
   * of its own consumer waiting. @returns how many deliveries were tried, of lanes that have ended
   */
  round(ctx: Ctx): Promise<number>
  /** Waits for everything under way. @returns how many deliveries were tried */
  settle(): Promise<number>
  /** Begins no further delivery and waits for those under way. */
  stop(): Promise<void>
}

/**
 * Hands events on to their consumers, at least once each; what fails is tried again by the plan of its
 * consumer's kind and listed as undelivered once it is given up. Each consumer has a lane of its own, so that
 * a slow one delays nobody else. Several servers may do it at once.
 */
export function makeDispatcher(
  consumers: Consumers,
  { timeLimitMs = TIME_LIMIT_MS }: DispatchOptions = {},
): Dispatcher {
  const lanes = new Map<string, Promise<void>>()
  let isStopping = false
  let tried = 0

  async function serve(ctx: Ctx, consumer: string): Promise<void> {
    const width = WIDTH[readConsumer(consumer)?.kind ?? 'notifications']
    for (let batch = 1; batch <= BATCHES_MAX && !isStopping; batch += 1) {
      const due = await readDue(ctx, consumer, BATCH)
      const count = await handOnAll(due, width, (each) =>
        isStopping ? Promise.resolve(0) : handOn(ctx, each, consumers, timeLimitMs),
      )
      tried += count
      if (due.length < BATCH) break
    }
  }

  async function begin(ctx: Ctx): Promise<void> {
    for (const consumer of await waitingConsumers(ctx, consumers)) {
      if (isStopping || lanes.has(consumer) || lanes.size >= LANES_MAX) continue
      const lane = serve(ctx, consumer)
        .catch((error: unknown) => ctx.log.error({ err: error, consumer }, 'lane broke off'))
        .finally(() => lanes.delete(consumer))
      lanes.set(consumer, lane)
    }
  }

  const settle = async () => {
    await Promise.all(lanes.values())
    return tried
  }
  return {
    async round(ctx) {
      const before = tried
      await begin(ctx)
      const alarm = new AbortController()
      await Promise.race([settle(), wait(ROUND_MS, undefined, alarm).catch(() => undefined)])
      alarm.abort()
      return tried - before
    },
    settle,
    async stop() {
      isStopping = true
      await settle()
    },
  }
}

/** One round to its end. @returns how many deliveries were tried */
export async function dispatchOutbox(
  ctx: Ctx,
  consumers: Consumers,
  options?: DispatchOptions,
): Promise<number> {
  const dispatcher = makeDispatcher(consumers, options)
  await dispatcher.round(ctx)
  return dispatcher.settle()
}
