import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { queryRows, runStatement, sql } from '../../db/sql.ts'

/** A place in the order of the index of lots that still have something. */
export interface LotPlace {
  readonly expiresOn: string
  readonly memberId: number
}
export const FIRST_PLACE: LotPlace = { expiresOn: '', memberId: 0 }

/** Of lots that still have something, and only of them, is there an index by their last day. */
export const HAS_STOCK = sql`l."free" + l."held" + l."frozen" > 0`
const IS_USABLE = sql`${HAS_STOCK} AND l."status" = 'open' AND l."free" > 0`

/** Free points whose last day is over, in the order of the index; several lots of one member may come. */
export const findOverdue = (
  ctx: Ctx,
  { asOf, after, most }: { asOf: string; after: LotPlace; most: number },
) =>
  queryRows(
    ctx,
    sql`SELECT l."expiresOn", l."memberId" FROM "PointLot" l
      WHERE ${IS_USABLE} AND l."expiresOn" < ${asOf}
        AND (l."expiresOn", l."memberId") > (${after.expiresOn}, ${after.memberId})
      ORDER BY l."expiresOn", l."memberId" LIMIT ${most}`,
    z.object({ expiresOn: z.string(), memberId: z.int() }),
  )

/** How many lots wait to be taken off. */
export async function countOverdue(ctx: Ctx, asOf: string): Promise<number> {
  const [row] = await queryRows(
    ctx,
    sql`SELECT COUNT(*) AS "count" FROM "PointLot" l WHERE ${IS_USABLE} AND l."expiresOn" < ${asOf}`,
    z.object({ count: z.coerce.number() }),
  )
  return row?.count ?? 0
}

interface Taken {
  readonly members: number
  readonly points: number
}

/** Adds to what a run has taken off so far; the row of the run is there from its first step. */
export const noteTaken = (ctx: Ctx<Tx>, asOf: string, { members, points }: Taken) =>
  runStatement(
    ctx,
    sql`UPDATE "PointExpiryRun" SET "members" = "members" + ${members},
      "points" = "points" + ${BigInt(points)} WHERE "asOf" = ${asOf}`,
  )

/** Opens the run of a date; one that ran before goes on with its figures. */
export const openRun = (ctx: Ctx, asOf: string) =>
  runStatement(
    ctx,
    sql`INSERT INTO "PointExpiryRun" ("asOf", "members", "points", "startedAt")
      VALUES (${asOf}, 0, 0, ${ctx.clock.now()}) ON CONFLICT ("asOf") DO UPDATE SET "finishedAt" = NULL`,
  )

export const closeRun = (ctx: Ctx, asOf: string) =>
  runStatement(
    ctx,
    sql`UPDATE "PointExpiryRun" SET "finishedAt" = ${ctx.clock.now()} WHERE "asOf" = ${asOf}`,
  )

/** Holds that let go by themselves and whose time is up. */
export const findTimedOut = (ctx: Ctx, most: number) =>
  queryRows(
    ctx,
    sql`SELECT h."id", h."memberId", h."business", h."businessId", h."storeId" FROM "PointHold" h
      WHERE h."status" = 'open' AND h."expiresAt" <= ${ctx.clock.now()}
      ORDER BY h."expiresAt" LIMIT ${most}`,
    z.object({
      id: z.string(),
      memberId: z.int(),
      business: z.string(),
      businessId: z.string(),
      storeId: z.int().nullable(),
    }),
  )
