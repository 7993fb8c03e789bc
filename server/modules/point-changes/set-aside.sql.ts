import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { queryRows, Sql, sql } from '../../db/sql.ts'

/** What a freeze can reach: points that can be used and pending ones, as far as they are free. */
export async function freezableOf(ctx: Ctx, memberId: number): Promise<number> {
  const [row] = await queryRows(
    ctx,
    sql`SELECT CAST(COALESCE(SUM(l."free"), 0) AS INTEGER) AS "points" FROM "PointLot" l
      WHERE l."memberId" = ${memberId}`,
    z.object({ points: z.int() }),
  )
  return row?.points ?? 0
}

/** Keeps others from a member's points until the transaction ends, so that what is read of them holds. */
export async function lockPoints(ctx: Ctx, memberId: number): Promise<void> {
  await queryRows(
    ctx,
    sql`SELECT a."id" FROM "PointAccount" a WHERE a."id" = ${memberId} ${new Sql([ctx.dialect.lockRows], [])}`,
    z.unknown(),
  )
}
