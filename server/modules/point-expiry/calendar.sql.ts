import { z } from 'zod'
import { addDays } from '../../contract/dates.ts'
import type { Ctx } from '../../db/context.ts'
import { queryRows, sql, type Sql } from '../../db/sql.ts'
import { storeSeen } from '../../db/store-scope.ts'
import { HAS_STOCK } from './expiry.sql.ts'

/** Members that the actor sees; `memberId` is the column that holds who. */
export function memberInScope(ctx: Ctx, memberId: Sql): Sql {
  if (ctx.actor.scope.kind === 'all') return sql`1 = 1`
  return sql`EXISTS (SELECT 1 FROM "Member" m
    WHERE m."id" = ${memberId} AND ${storeSeen(ctx, sql`m."homeStoreId"`)})`
}

interface Days {
  readonly from: string
  readonly to: string
}

const dayRow = z.object({
  day: z.string(),
  points: z.coerce.number(),
  members: z.coerce.number(),
})

const USABLE = sql`${HAS_STOCK} AND l."status" = 'open' AND l."free" > 0`

/** What can be used through each of these days and not longer. */
export const daysToCome = (ctx: Ctx, { from, to }: Days) =>
  queryRows(
    ctx,
    sql`SELECT l."expiresOn" AS "day", SUM(l."free") AS "points",
        COUNT(DISTINCT l."memberId") AS "members" FROM "PointLot" l
      WHERE ${USABLE} AND l."expiresOn" BETWEEN ${from} AND ${to}
        AND ${memberInScope(ctx, sql`l."memberId"`)}
      GROUP BY l."expiresOn" ORDER BY l."expiresOn"`,
    dayRow,
  )

/** What was taken off after each of these days. Who sees everything reads the sums of the runs. */
export async function daysOver(ctx: Ctx, { from, to }: Days) {
  const [first, last] = [addDays(from, 1), addDays(to, 1)]
  const rows = await queryRows(
    ctx,
    ctx.actor.scope.kind === 'all'
      ? sql`SELECT "asOf" AS "day", "points", "members" FROM "PointExpiryRun"
          WHERE "asOf" BETWEEN ${first} AND ${last} AND "members" > 0 ORDER BY "asOf"`
      : sql`SELECT e."businessId" AS "day", -SUM(e."points") AS "points",
            COUNT(DISTINCT e."memberId") AS "members" FROM "PointEntry" e
          WHERE e."kind" = 'expire' AND e."businessId" BETWEEN ${first} AND ${last}
            AND ${memberInScope(ctx, sql`e."memberId"`)}
          GROUP BY e."businessId" ORDER BY e."businessId"`,
    dayRow,
  )
  return rows.map((row) => ({ ...row, day: addDays(row.day, -1) }))
}

interface Page {
  readonly day: string
  readonly after: number
  readonly most: number
}

const pageRow = z.object({
  memberId: z.int(),
  points: z.coerce.number(),
  uid: z.string(),
  nickname: z.string(),
  memberNo: z.string(),
})

const named = (sums: Sql) =>
  sql`SELECT s."memberId", s."points", n."uid", n."nickname", n."memberNo" FROM (${sums}) AS s
    JOIN "Member" n ON n."id" = s."memberId" ORDER BY s."memberId"`

/** Members whose points end with a day that is not over, in the order of their ids. */
export const membersToCome = (ctx: Ctx, { day, after, most }: Page) =>
  queryRows(
    ctx,
    named(sql`SELECT l."memberId", SUM(l."free") AS "points" FROM "PointLot" l
      WHERE ${USABLE} AND l."expiresOn" = ${day} AND l."memberId" > ${after}
        AND ${memberInScope(ctx, sql`l."memberId"`)}
      GROUP BY l."memberId" ORDER BY l."memberId" LIMIT ${most}`),
    pageRow,
  )

/** Members whose points were taken off after a day. */
export const membersOver = (ctx: Ctx, { day, after, most }: Page) =>
  queryRows(
    ctx,
    named(sql`SELECT e."memberId", -SUM(e."points") AS "points" FROM "PointEntry" e
      WHERE e."kind" = 'expire' AND e."businessId" = ${addDays(day, 1)} AND e."memberId" > ${after}
        AND ${memberInScope(ctx, sql`e."memberId"`)}
      GROUP BY e."memberId" ORDER BY e."memberId" LIMIT ${most}`),
    pageRow,
  )
