import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { queryRows, sql } from '../../db/sql.ts'
import type { Balances, MemberPoints } from './partner-points.contract.ts'

const NOTHING: Balances = { available: 0, held: 0, frozen: 0, pending: 0, debt: 0 }

const balanceRow = z.object({
  available: z.int(),
  held: z.int(),
  frozen: z.int(),
  pending: z.int(),
  debt: z.int(),
})

/** Where a member's points stand; nothing where no command was about him yet. */
export async function getBalances(ctx: Ctx, memberId: number): Promise<Balances> {
  const [row] = await queryRows(
    ctx,
    sql`SELECT a."available", a."held", a."frozen", a."pending", a."debt" FROM "PointAccount" a
      WHERE a."id" = ${memberId}`,
    balanceRow,
  )
  return row ?? NOTHING
}

/** Where a member's points stand, and what can be used until when, soonest first. */
export async function getMemberPoints(ctx: Ctx, memberId: number): Promise<MemberPoints> {
  const balances = await getBalances(ctx, memberId)
  const expiring = await queryRows(
    ctx,
    sql`SELECT l."expiresOn", CAST(SUM(l."free") AS INTEGER) AS "points" FROM "PointLot" l
      WHERE l."memberId" = ${memberId} AND l."status" = 'open' AND l."free" > 0
      GROUP BY l."expiresOn" ORDER BY l."expiresOn" IS NULL, l."expiresOn"`,
    z.object({ expiresOn: z.string().nullable(), points: z.int() }),
  )
  return { ...balances, expiring }
}
