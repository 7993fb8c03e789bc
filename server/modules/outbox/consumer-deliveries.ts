import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { joinSql, queryRows, runStatement, sql, type Sql } from '../../db/sql.ts'
import { uuidv7Floor } from '../../kernel/ids.ts'
import type { DeliveryStatus, EventType } from './outbox.contract.ts'

const DELIVERY_COLUMNS = {
  consumer: 'text',
  status: 'text',
  attempts: 'integer',
  nextAttemptAt: 'instant',
} as const

/** Gives everything up that waits for a consumer or was given up before. @returns how many deliveries */
export async function endDeliveries(ctx: Ctx<Tx>, consumer: string): Promise<number> {
  const { count } = await ctx.db.outboxDelivery.updateMany({
    where: { consumer, status: { in: ['waiting', 'dead'] } },
    data: { status: 'discarded', finishedAt: ctx.clock.now() },
  })
  return count
}

/** How many deliveries of each status some consumers have that are not ended. */
export async function countDeliveries(
  ctx: Ctx,
  consumers: readonly string[],
): Promise<(consumer: string, status: DeliveryStatus) => number> {
  const groups = await ctx.db.outboxDelivery.groupBy({
    by: ['consumer', 'status'],
    where: { consumer: { in: [...consumers] }, status: { in: ['waiting', 'dead'] } },
    _count: true,
  })
  return (consumer, status) =>
    groups.find((group) => group.consumer === consumer && group.status === status)?._count ?? 0
}

/** Events of these types since a time. */
export interface EventsSince {
  readonly types: readonly EventType[]
  readonly since: Date
}

const sinceWhere = ({ types, since }: EventsSince): Sql =>
  // Ids carry the time of the event, and they have the index.
  sql`e."id" >= ${uuidv7Floor(since.getTime())}
    AND e."type" IN (${joinSql(types.map((type) => sql`${type}`))})`

const totalRow = z.object({ total: z.coerce.number() })

/** How many events of these types are kept since a time. */
export async function countEvents(ctx: Ctx, events: EventsSince): Promise<number> {
  const [row] = await queryRows(
    ctx,
    sql`SELECT COUNT(*) AS "total" FROM "OutboxEvent" e WHERE ${sinceWhere(events)}`,
    totalRow,
  )
  return row?.total ?? 0
}

/**
 * Hands kept events on to a consumer again, with all attempts anew, whether they were delivered to it, given
 * up, or never meant for it. What waits already keeps its place. @returns how many
 */
export function redeliver(
  ctx: Ctx<Tx>,
  consumer: string,
  events: EventsSince | { readonly eventId: string },
): Promise<number> {
  const where = 'eventId' in events ? sql`e."id" = ${events.eventId}` : sinceWhere(events)
  const row = { consumer, status: 'waiting', attempts: 0, nextAttemptAt: ctx.clock.now() }
  return runStatement(
    ctx,
    sql`INSERT INTO "OutboxDelivery" ("eventId", "consumer", "status", "attempts", "nextAttemptAt")
      SELECT e."id", r."consumer", r."status", r."attempts", r."nextAttemptAt"
        FROM "OutboxEvent" e CROSS JOIN ${rowSet(ctx, DELIVERY_COLUMNS, [row])} AS r WHERE ${where}
      ON CONFLICT ("eventId", "consumer") DO UPDATE
        SET "status" = excluded."status", "attempts" = excluded."attempts",
          "nextAttemptAt" = excluded."nextAttemptAt", "lastError" = NULL, "finishedAt" = NULL
        WHERE "OutboxDelivery"."status" <> 'waiting'`,
  )
}
