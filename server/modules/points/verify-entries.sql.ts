import type { Ctx } from '../../db/context.ts'
import { sql } from '../../db/sql.ts'
import { findDifferences, isIn, type Comparison, type MemberRange } from './comparison.sql.ts'

const record = sql`"id"`
/** What is off at an entry and was not at the one before it: the place to look at, not all that follows. */
const from = sql`entry`

const COMPARISONS: readonly Comparison[] = [
  {
    ...{ check: 'entry.seq', from, record },
    ...{ expected: sql`"place"`, actual: sql`"seq"` },
    when: sql`"seq" - "place" NOT IN (0, "seqOffBefore")`,
  },
  {
    ...{ check: 'entry.balance', from, record },
    ...{ expected: sql`"balance"`, actual: sql`"balanceAfter"` },
    when: sql`"balanceAfter" - "balance" NOT IN (0, "balanceOffBefore")`,
  },
  {
    ...{ check: 'entry.pending', from, record },
    ...{ expected: sql`"pendingSum"`, actual: sql`"pendingAfter"` },
    when: sql`"pendingAfter" - "pendingSum" NOT IN (0, "pendingOffBefore")`,
  },
  {
    ...{ check: 'entry.allocations', from: sql`allocated`, record },
    ...{ expected: sql`"allocated"`, actual: sql`"amount"` },
    when: sql`"allocated" < "amount" OR "allocated" > "amount" AND ("takesBack" = 0 OR "allocated" > 0)`,
  },
  {
    ...{ check: 'entry.reversals', from: sql`reversed`, record },
    ...{ expected: sql`"most"`, actual: sql`"takenBack"` },
    when: sql`"takenBack" > "most"`,
  },
  {
    ...{ check: 'entry.negative', from: sql`own`, record, expected: sql`0` },
    actual: sql`CASE WHEN "pendingAfter" < 0 THEN "pendingAfter" ELSE "forgone" END`,
    when: sql`"pendingAfter" < 0 OR "forgone" < 0`,
  },
]

/**
 * Entries follow one another without a gap, and each says what the sum of those up to it is.
 *
 * `points + pending = points of the lot it made + Σ points of its allocations`, in lots of its own member, holds
 * for every entry, by what the rules do: an earning makes a lot, a debit takes from lots, a confirmation moves
 * between the two figures, a release moves nothing, and what pays a debt (`debt` of an allocation) changes lot and
 * debt alike. One is different: what a claw-back does not find and the member then owes is in its points and in no
 * lot. So there the allocations may come to less, down to nothing: `points + pending <= Σ <= 0`.
 *
 * What takes an entry back, with what of it was forgone, never comes to more than the entry; one that takes back
 * what is not there, belongs to somebody else or takes back itself has nothing to take.
 */
export const verifyEntries = (ctx: Ctx, range: MemberRange) =>
  findDifferences(
    ctx,
    [
      sql`own AS (SELECT e."id", e."memberId", e."seq", e."kind", e."points", e."pending", e."balanceAfter",
          e."pendingAfter", e."forgone", e."reverses"
        FROM "PointEntry" e WHERE ${isIn(range, sql`e."memberId"`)})`,
      sql`summed AS (SELECT "id", "memberId", "seq", "balanceAfter", "pendingAfter",
          row_number() OVER w AS "place", sum("points") OVER w AS "balance", sum("pending") OVER w AS "pendingSum"
        FROM own WINDOW w AS (PARTITION BY "memberId" ORDER BY "seq" ROWS UNBOUNDED PRECEDING))`,
      sql`entry AS (SELECT summed.*, coalesce(lag("seq" - "place") OVER w, 0) AS "seqOffBefore",
          coalesce(lag("balanceAfter" - "balance") OVER w, 0) AS "balanceOffBefore",
          coalesce(lag("pendingAfter" - "pendingSum") OVER w, 0) AS "pendingOffBefore"
        FROM summed WINDOW w AS (PARTITION BY "memberId" ORDER BY "seq"))`,
      sql`taken AS (SELECT a."entryId", l."memberId", sum(a."points") AS "points"
        FROM "PointLot" l JOIN "PointAllocation" a ON a."lotId" = l."id"
        WHERE ${isIn(range, sql`l."memberId"`)} GROUP BY a."entryId", l."memberId")`,
      sql`made AS (SELECT l."entryId", l."memberId", sum(l."points") AS "points"
        FROM "PointLot" l WHERE ${isIn(range, sql`l."memberId"`)} GROUP BY l."entryId", l."memberId")`,
      sql`allocated AS (SELECT own."id", own."memberId", own."points" + own."pending" AS "amount",
          coalesce(made."points", 0) + coalesce(taken."points", 0) AS "allocated",
          CASE WHEN o."points" > 0 OR o."points" = 0 AND o."pending" > 0 THEN 1 ELSE 0 END AS "takesBack"
        FROM own LEFT JOIN own o ON o."id" = own."reverses" AND o."memberId" = own."memberId"
        LEFT JOIN made ON made."entryId" = own."id" AND made."memberId" = own."memberId"
        LEFT JOIN taken ON taken."entryId" = own."id" AND taken."memberId" = own."memberId")`,
      sql`reversed AS (SELECT own."reverses" AS "id", own."memberId",
          sum(abs(own."points" + own."pending") + own."forgone") AS "takenBack",
          coalesce(max(abs(o."points" + o."pending")), 0) AS "most"
        FROM own LEFT JOIN own o ON o."id" = own."reverses" AND o."memberId" = own."memberId"
          AND o."reverses" IS NULL AND o."kind" <> 'confirm'
        WHERE own."reverses" IS NOT NULL GROUP BY own."reverses", own."memberId")`,
    ],
    COMPARISONS,
  )
