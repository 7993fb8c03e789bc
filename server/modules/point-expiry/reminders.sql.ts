import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { insertFrom } from '../../db/row-set.ts'
import { queryRows, runStatement, sql } from '../../db/sql.ts'
import { HAS_STOCK } from './expiry.sql.ts'

const holderRow = z.object({
  memberId: z.int(),
  points: z.coerce.number(),
  uid: z.string(),
  status: z.string(),
})
export type Holder = z.infer<typeof holderRow>

/** Members with points that can be used through this day and not longer, in the order of their ids. */
export const holdersOfDay = (
  ctx: Ctx,
  { expiresOn, after, most }: { expiresOn: string; after: number; most: number },
): Promise<Holder[]> =>
  queryRows(
    ctx,
    sql`SELECT s."memberId", s."points", m."uid", m."status" FROM (
        SELECT l."memberId", SUM(l."free") AS "points" FROM "PointLot" l
        WHERE ${HAS_STOCK} AND l."status" = 'open' AND l."free" > 0
          AND l."expiresOn" = ${expiresOn} AND l."memberId" > ${after}
        GROUP BY l."memberId" ORDER BY l."memberId" LIMIT ${most}) AS s
      JOIN "Member" m ON m."id" = s."memberId" ORDER BY s."memberId"`,
    holderRow,
  )

const REMINDER_COLUMNS = { expiresOn: 'text', days: 'integer', memberId: 'integer' } as const

const dueRow = z.object({ memberId: z.int() })

/** Claims reminders, in the transaction that tells: of two who do so one gets each. @returns whose are ours */
export async function claimReminders(
  ctx: Ctx<Tx>,
  rows: readonly { expiresOn: string; days: number; memberId: number }[],
): Promise<ReadonlySet<number>> {
  if (rows.length === 0) return new Set()
  const claimed = await queryRows(
    ctx,
    sql`${insertFrom(ctx, { table: 'PointReminder', columns: REMINDER_COLUMNS, rows })}
      ON CONFLICT DO NOTHING RETURNING "memberId"`,
    dueRow,
  )
  return new Set(claimed.map(({ memberId }) => memberId))
}

/** Forgets reminders of days that are over, so many at a time. @returns how many */
export const forgetReminders = (ctx: Ctx, today: string, most: number): Promise<number> =>
  runStatement(
    ctx,
    sql`DELETE FROM "PointReminder" WHERE ("expiresOn", "days", "memberId") IN (
      SELECT "expiresOn", "days", "memberId" FROM "PointReminder" WHERE "expiresOn" < ${today}
      ORDER BY "expiresOn", "days", "memberId" LIMIT ${most})`,
  )
