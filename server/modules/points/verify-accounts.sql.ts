import type { Ctx } from '../../db/context.ts'
import { sql } from '../../db/sql.ts'
import { findDifferences, isIn, type Comparison, type MemberRange } from './comparison.sql.ts'

const from = sql`account`

const COMPARISONS: readonly Comparison[] = [
  {
    check: 'account.balance',
    from,
    expected: sql`"entryPoints"`,
    actual: sql`("available" + "held" + "frozen" - "debt")`,
  },
  { check: 'account.pending', from, expected: sql`"entryPending"`, actual: sql`"pending"` },
  { check: 'account.entries', from, expected: sql`"entryCount"`, actual: sql`"entries"` },
  { check: 'account.available', from, expected: sql`"lotFree"`, actual: sql`"available"` },
  { check: 'account.held', from, expected: sql`"lotHeld"`, actual: sql`"held"` },
  { check: 'account.frozen', from, expected: sql`"lotFrozen"`, actual: sql`"frozen"` },
  { check: 'account.pendingLots', from, expected: sql`"lotPending"`, actual: sql`"pending"` },
  {
    check: 'account.debt',
    from,
    expected: sql`0`,
    actual: sql`"available"`,
    when: sql`"debt" > 0 AND "available" <> 0`,
  },
  {
    check: 'account.negative',
    from,
    expected: sql`0`,
    actual: sql`CASE WHEN "available" < 0 THEN "available" WHEN "held" < 0 THEN "held"
      WHEN "frozen" < 0 THEN "frozen" WHEN "pending" < 0 THEN "pending" ELSE "debt" END`,
    when: sql`"available" < 0 OR "held" < 0 OR "frozen" < 0 OR "pending" < 0 OR "debt" < 0`,
  },
  {
    check: 'account.missing',
    from,
    expected: sql`"entryCount"`,
    actual: sql`0`,
    when: sql`"accountId" IS NULL`,
  },
]

/**
 * An account is the sum of its entries and of its lots: `available + held + frozen - debt` of the points of all
 * entries, its parts those of the open lots, `pending` all that pending lots have. Who owes has nothing
 * available. A member without entries and lots needs no account.
 */
export const verifyAccounts = (ctx: Ctx, range: MemberRange) =>
  findDifferences(
    ctx,
    [
      sql`moved AS (SELECT e."memberId", count(*) AS "count", sum(e."points") AS "points",
          sum(e."pending") AS "pending"
        FROM "PointEntry" e WHERE ${isIn(range, sql`e."memberId"`)} GROUP BY e."memberId")`,
      sql`kept AS (SELECT l."memberId",
          sum(CASE WHEN l."status" = 'open' THEN l."free" ELSE 0 END) AS "free",
          sum(CASE WHEN l."status" = 'open' THEN l."held" ELSE 0 END) AS "held",
          sum(CASE WHEN l."status" = 'open' THEN l."frozen" ELSE 0 END) AS "frozen",
          sum(CASE WHEN l."status" = 'pending' THEN l."free" + l."held" + l."frozen" ELSE 0 END) AS "pending"
        FROM "PointLot" l WHERE ${isIn(range, sql`l."memberId"`)} GROUP BY l."memberId")`,
      sql`account AS (SELECT m."id" AS "memberId", a."id" AS "accountId", a."available", a."held", a."frozen",
          a."pending", a."debt", a."entries", coalesce(moved."count", 0) AS "entryCount",
          coalesce(moved."points", 0) AS "entryPoints", coalesce(moved."pending", 0) AS "entryPending",
          coalesce(kept."free", 0) AS "lotFree", coalesce(kept."held", 0) AS "lotHeld",
          coalesce(kept."frozen", 0) AS "lotFrozen", coalesce(kept."pending", 0) AS "lotPending"
        FROM "Member" m LEFT JOIN "PointAccount" a ON a."id" = m."id"
        LEFT JOIN moved ON moved."memberId" = m."id" LEFT JOIN kept ON kept."memberId" = m."id"
        WHERE ${isIn(range, sql`m."id"`)}
          AND (a."id" IS NOT NULL OR moved."memberId" IS NOT NULL OR kept."memberId" IS NOT NULL))`,
    ],
    COMPARISONS,
  )
