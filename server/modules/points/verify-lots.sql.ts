import type { Ctx } from '../../db/context.ts'
import { sql } from '../../db/sql.ts'
import { findDifferences, isIn, type Comparison, type MemberRange } from './comparison.sql.ts'

/** An order's hold that should have let go is a fault after so long; until then the clock may still come by. */
const OVERDUE_MS = 24 * 3_600_000

const lot = { from: sql`lot`, record: sql`"id"` }
const LOTS: readonly Comparison[] = [
  { check: 'lot.stock', ...lot, expected: sql`"left"`, actual: sql`("free" + "held" + "frozen")` },
  { check: 'lot.entry', ...lot, expected: sql`"earned"`, actual: sql`"points"` },
  { check: 'lot.held', ...lot, expected: sql`"partsHeld"`, actual: sql`"held"` },
  { check: 'lot.frozen', ...lot, expected: sql`"partsFrozen"`, actual: sql`"frozen"` },
  {
    ...{ check: 'lot.negative', ...lot, expected: sql`0` },
    actual: sql`CASE WHEN "free" < 0 THEN "free" WHEN "held" < 0 THEN "held" ELSE "frozen" END`,
    when: sql`"free" < 0 OR "held" < 0 OR "frozen" < 0`,
  },
]

/**
 * A lot has what its entry, a credit of the same member, put into it, and what allocations put back, took and paid
 * debts with. What of it is set aside are the parts of open holds.
 */
export const verifyLots = (ctx: Ctx, range: MemberRange) =>
  findDifferences(
    ctx,
    [
      sql`moved AS (SELECT a."lotId", sum(a."points" + a."debt") AS "points"
        FROM "PointLot" l JOIN "PointAllocation" a ON a."lotId" = l."id"
        WHERE ${isIn(range, sql`l."memberId"`)} GROUP BY a."lotId")`,
      sql`aside AS (SELECT h."memberId", p."lotId",
          sum(CASE WHEN h."kind" = 'order' THEN p."points" ELSE 0 END) AS "held",
          sum(CASE WHEN h."kind" = 'freeze' THEN p."points" ELSE 0 END) AS "frozen"
        FROM "PointHold" h JOIN "PointHoldPart" p ON p."holdId" = h."id"
        WHERE ${isIn(range, sql`h."memberId"`)} AND h."status" = 'open' GROUP BY h."memberId", p."lotId")`,
      sql`lot AS (SELECT l."id", l."memberId", l."points", l."free", l."held", l."frozen",
          l."points" + coalesce(moved."points", 0) AS "left", coalesce(e."points" + e."pending", 0) AS "earned",
          coalesce(aside."held", 0) AS "partsHeld", coalesce(aside."frozen", 0) AS "partsFrozen"
        FROM "PointLot" l LEFT JOIN moved ON moved."lotId" = l."id"
        LEFT JOIN aside ON aside."lotId" = l."id" AND aside."memberId" = l."memberId"
        LEFT JOIN "PointEntry" e ON e."id" = l."entryId" AND e."memberId" = l."memberId"
          AND e."reverses" IS NULL AND e."kind" <> 'confirm'
        WHERE ${isIn(range, sql`l."memberId"`)})`,
    ],
    LOTS,
  )

const hold = { from: sql`hold`, record: sql`"id"` }
const HOLDS: readonly Comparison[] = [
  {
    ...{ check: 'hold.parts', ...hold, expected: sql`"points"`, actual: sql`"own"` },
    // Of a freeze a part may be let go or clawed back; an order's hold is kept whole until it ends.
    when: sql`"status" = 'open' AND ("own" > "points" OR "kind" = 'order' AND "own" < "points" OR "own" <> "parts")`,
  },
  {
    ...{ check: 'hold.ended', ...hold, expected: sql`0`, actual: sql`"parts"` },
    when: sql`"status" <> 'open' AND "parts" <> 0`,
  },
  {
    ...{ check: 'hold.overdue', ...hold, expected: sql`0`, actual: sql`"parts"` },
    when: sql`"status" = 'open' AND "kind" = 'order' AND "isOverdue" = 1`,
  },
  {
    ...{ check: 'hold.negative', ...hold, expected: sql`0`, actual: sql`"least"` },
    when: sql`"least" < 0`,
  },
]

/**
 * The parts of an open hold are points of lots of the same member and come to what was set aside. One that has
 * ended has none left. An order's hold ends when its time is over.
 */
export const verifyHolds = (ctx: Ctx, range: MemberRange) =>
  findDifferences(
    ctx,
    [
      sql`hold AS (SELECT h."id", h."memberId", h."kind", h."status", h."points",
          coalesce(sum(p."points"), 0) AS "parts", coalesce(min(p."points"), 0) AS "least",
          coalesce(sum(CASE WHEN l."id" IS NULL THEN 0 ELSE p."points" END), 0) AS "own",
          CASE WHEN h."expiresAt" < ${new Date(ctx.clock.now().getTime() - OVERDUE_MS)} THEN 1 ELSE 0 END
            AS "isOverdue"
        FROM "PointHold" h LEFT JOIN "PointHoldPart" p ON p."holdId" = h."id"
        LEFT JOIN "PointLot" l ON l."id" = p."lotId" AND l."memberId" = h."memberId"
        WHERE ${isIn(range, sql`h."memberId"`)} GROUP BY h."id")`,
    ],
    HOLDS,
  )
