import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { sharedRead } from '../../db/shared-read.ts'
import { queryRows, sql } from '../../db/sql.ts'
import { seesStore } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { groupBy } from '../../kernel/group-by.ts'
import type { Balances, MemberPoints } from './partner-points.contract.ts'

const NOTHING: Balances = { available: 0, held: 0, frozen: 0, pending: 0, debt: 0 }

const BALANCES = sql`a."available", a."held", a."frozen", a."pending", a."debt"`
const balanceRow = z.object({
  available: z.int(),
  held: z.int(),
  frozen: z.int(),
  pending: z.int(),
  debt: z.int(),
})
/** One for each lot that can be used; of a member who has none, one without. */
const standingRow = z.object({
  uid: z.string(),
  homeStoreId: z.int().nullable(),
  available: z.int().nullable(),
  held: z.int().nullable(),
  frozen: z.int().nullable(),
  pending: z.int().nullable(),
  debt: z.int().nullable(),
  expiresOn: z.string().nullable(),
  free: z.int().nullable(),
})

/** Where a member's points stand; nothing where no command was about him yet. */
export async function getBalances(ctx: Ctx, memberId: number): Promise<Balances> {
  const [row] = await queryRows(
    ctx,
    sql`SELECT ${BALANCES} FROM "PointAccount" a WHERE a."id" = ${memberId}`,
    balanceRow,
  )
  return row ?? NOTHING
}

const standings = sharedRead(async (ctx, uids: readonly string[]) => {
  const wanted = [...new Set(uids)].map((uid) => ({ uid }))
  const rows = await queryRows(
    ctx,
    sql`SELECT m."uid", m."homeStoreId", ${BALANCES}, l."expiresOn", l."free"
      FROM ${rowSet(ctx, { uid: 'text' }, wanted)} AS r JOIN "Member" m ON m."uid" = r."uid"
      LEFT JOIN "PointAccount" a ON a."id" = m."id"
      LEFT JOIN "PointLot" l ON l."memberId" = m."id" AND l."status" = 'open' AND l."free" > 0
      ORDER BY l."expiresOn" IS NULL, l."expiresOn"`,
    standingRow,
  )
  const found = groupBy(rows, ({ uid }) => uid)
  return uids.map((uid) => found.get(uid))
})

/**
 * Where a member's points stand, and what can be used until when, soonest first.
 * @throws AppError NO_SUCH_MEMBER also where the actor does not see him
 */
export async function getMemberPoints(ctx: Ctx, uid: string): Promise<MemberPoints> {
  const rows = await standings(ctx, uid)
  const [first] = rows ?? []
  if (!rows || !first || !seesStore(ctx, first.homeStoreId)) throw new AppError('NO_SUCH_MEMBER')
  const days = new Map<string | null, number>()
  for (const { expiresOn, free } of rows)
    if (free !== null) days.set(expiresOn, (days.get(expiresOn) ?? 0) + free)
  return {
    ...{ available: first.available ?? 0, held: first.held ?? 0, frozen: first.frozen ?? 0 },
    ...{ pending: first.pending ?? 0, debt: first.debt ?? 0 },
    expiring: [...days].map(([expiresOn, points]) => ({ expiresOn, points })),
  }
}
