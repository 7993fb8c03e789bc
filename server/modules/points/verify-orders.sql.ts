import type { Ctx } from '../../db/context.ts'
import { sql } from '../../db/sql.ts'
import { findDifferences, isIn, type Comparison, type MemberRange } from './comparison.sql.ts'

const totals = sql`totals`
const day = { from: sql`day`, record: sql`"businessDate"` }

const COMPARISONS: readonly Comparison[] = [
  {
    ...{ check: 'totals.orders', from: totals },
    ...{ expected: sql`"orders"`, actual: sql`"orderCount"` },
  },
  { check: 'totals.spend', from: totals, expected: sql`"fen"`, actual: sql`"spendFen"` },
  { check: 'totals.lastOrder', from: totals, expected: sql`"last"`, actual: sql`"lastOrderDate"` },
  { check: 'day.orders', ...day, expected: sql`"orders"`, actual: sql`"orderCount"` },
  { check: 'day.spend', ...day, expected: sql`"fen"`, actual: sql`"spendFen"` },
]

/**
 * A member's totals and days say what his orders come to, counted as they are booked: every order of which
 * something is left, with what was paid for goods and not refunded, on its business date.
 */
export const verifyOrders = (ctx: Ctx, range: MemberRange) =>
  findDifferences(
    ctx,
    [
      sql`booked AS (SELECT o."memberId", o."businessDate", 
          count(*) FILTER (WHERE o."status" <> 'refunded') AS "orders",
          sum(o."paidFen" - o."refundedFen") AS "fen"
        FROM "Order" o WHERE o."isBooked" AND ${isIn(range, sql`o."memberId"`)} GROUP BY o."memberId", o."businessDate")`,
      sql`summed AS (SELECT "memberId", sum("orders") AS "orders", sum("fen") AS "fen",
          max("businessDate") AS "last" FROM booked GROUP BY "memberId")`,
      sql`totals AS (SELECT t."id" AS "memberId", t."orderCount", t."spendFen", t."lastOrderDate",
          coalesce(summed."orders", 0) AS "orders", coalesce(summed."fen", 0) AS "fen",
          coalesce(summed."last", '') AS "last"
        FROM "MemberTotals" t LEFT JOIN summed ON summed."memberId" = t."id"
        WHERE ${isIn(range, sql`t."id"`)})`,
      sql`day AS (SELECT "memberId", "businessDate", sum("orderCount") AS "orderCount",
          sum("spendFen") AS "spendFen", sum("orders") AS "orders", sum("fen") AS "fen"
        FROM (SELECT d."memberId", d."businessDate", d."orderCount", d."spendFen", 0 AS "orders", 0 AS "fen"
            FROM "MemberDay" d WHERE ${isIn(range, sql`d."memberId"`)}
          UNION ALL SELECT "memberId", "businessDate", 0, 0, "orders", "fen" FROM booked) AS both_sides
        GROUP BY "memberId", "businessDate")`,
    ],
    COMPARISONS,
  )
