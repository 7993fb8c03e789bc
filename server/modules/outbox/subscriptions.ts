import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { joinSql, queryRows, sql } from '../../db/sql.ts'
import { CONSUMERS_OF, type EventType } from './outbox.contract.ts'

const subscription = z.object({ type: z.string(), consumer: z.string() })

/**
 * Who has subscribed to these types of events. It is asked for each recording rather than kept in memory: it
 * is one look into a table of a few rows, and a change acts at once, on every server.
 */
export async function readSubscribers(
  ctx: Ctx,
  types: readonly EventType[],
): Promise<(type: EventType) => readonly string[]> {
  const rows = await queryRows(
    ctx,
    sql`SELECT "type", "consumer" FROM "OutboxSubscription"
      WHERE "type" IN (${joinSql(types.map((type) => sql`${type}`))}) ORDER BY "consumer"`,
    subscription,
  )
  return (wanted) => rows.filter(({ type }) => type === wanted).map(({ consumer }) => consumer)
}

/** Is anybody told of such events? Who would have to put much together for one asks first. */
export async function isTold(ctx: Ctx, type: EventType): Promise<boolean> {
  if (CONSUMERS_OF[type].length > 0) return true
  return (await readSubscribers(ctx, [type]))(type).length > 0
}

/** From now on a consumer is told these types of events, and no others; none ends its subscription. */
export async function subscribe(
  ctx: Ctx<Tx>,
  consumer: string,
  types: readonly EventType[],
): Promise<void> {
  await ctx.db.outboxSubscription.deleteMany({ where: { consumer } })
  await ctx.db.outboxSubscription.createMany({
    data: types.map((type) => ({ type, consumer })),
  })
}
