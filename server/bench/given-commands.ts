import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Ctx, Db } from '../db/context.ts'
import { queryRows, sql } from '../db/sql.ts'
import { verifyLedger } from '../modules/points/verify-ledger.ts'
import type { ServedLedger } from './served-ledger.ts'

/** Commands as whoever gave them knows them: acknowledged with the entry, or nobody knows. */
export interface Given {
  readonly acknowledged: Map<string, string>
  readonly unknown: Set<string>
}

/** A killed server's last transactions may still be ending in the database. */
async function untilQuiet(ctx: Ctx<Db>): Promise<void> {
  if (ctx.dialect.provider === 'sqlite') return
  for (;;) {
    const [busy] = await queryRows(
      ctx,
      sql`SELECT CAST(COUNT(*) AS INTEGER) AS "count" FROM pg_stat_activity
        WHERE "datname" = current_database() AND "state" <> 'idle' AND "pid" <> pg_backend_pid()`,
      z.object({ count: z.int() }),
    )
    if (busy?.count === 0) return
    await pause(20)
  }
}

/**
 * What the books have of the commands: each acknowledged one once, with its entry, sums that agree, and what the
 * proof of the ledger finds.
 */
export const checkGiven = (ledger: ServedLedger, { acknowledged, unknown }: Given) =>
  ledger.open(async (ctx) => {
    await untilQuiet(ctx)
    const entries = await queryRows(
      ctx,
      sql`SELECT e."id", e."businessId", e."points", e."memberId" FROM "PointEntry" e`,
      z.object({ id: z.string(), businessId: z.string(), points: z.int(), memberId: z.int() }),
    )
    const booked = new Map(entries.map((entry) => [entry.businessId, entry.id]))
    const lost = [...acknowledged].filter(([key, id]) => booked.get(key) !== id).length
    const strange = entries.filter(
      ({ businessId }) => !acknowledged.has(businessId) && !unknown.has(businessId),
    ).length
    const sums = new Map<number, number>()
    for (const { memberId, points } of entries)
      sums.set(memberId, (sums.get(memberId) ?? 0) + points)
    const accounts = await ctx.db.pointAccount.findMany()
    const lots = await ctx.db.pointLot.groupBy({ by: ['memberId'], _sum: { free: true } })
    const free = new Map(lots.map(({ memberId, _sum }) => [memberId, _sum.free ?? 0]))
    const wrong = accounts.filter(
      ({ id, available }) => available !== (sums.get(id) ?? 0) || available !== (free.get(id) ?? 0),
    ).length
    const twice = entries.length - booked.size
    const { found } = await verifyLedger(ctx)
    return { entries: entries.length, lost, twice, strange, wrongBalances: wrong, found }
  })
