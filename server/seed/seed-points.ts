import { addDays } from '../contract/dates.ts'
import { refreshStatistics, withoutIndexes } from '../db/bulk-load.ts'
import type { Ctx, Tx } from '../db/context.ts'
import { rowSet } from '../db/row-set.ts'
import { runStatement, sql } from '../db/sql.ts'
import { inTransaction } from '../db/transaction.ts'
import { businessDateOf } from '../kernel/business-zone.ts'

const EARNED = 8
const SPENT = 2
const LOT_POINTS = 100
const SPEND_POINTS = 50
/** Of one transaction. */
const MEMBERS_A_SET = 50_000
const DAY_MS = 86_400_000
const TABLES = ['PointAccount', 'PointEntry', 'PointLot', 'PointAllocation']

const ENTRY_ROWS = {
  n: 'integer',
  kind: 'text',
  points: 'integer',
  balance: 'integer',
  business: 'text',
  at: 'instant',
  day: 'text',
  expiresOn: 'text',
} as const

/** Eight credits, one a month, and two debits that take the first of them: 700 points are left in seven lots. */
function historyOf(ctx: Ctx, firstExpiresOn: string) {
  const now = ctx.clock.now()
  let balance = 0
  return Array.from({ length: EARNED + SPENT }, (_, i) => {
    const isEarned = i < EARNED
    const points = isEarned ? LOT_POINTS : -SPEND_POINTS
    balance += points
    const at = new Date(now.getTime() - (300 - i * 30) * DAY_MS)
    return {
      ...{ n: i + 1, kind: isEarned ? 'earn' : 'spend', points, balance, at },
      business: isEarned ? 'activity' : 'redemption',
      day: businessDateOf(ctx.zone, at),
      // The second lot is the first that has something left.
      expiresOn: isEarned ? addDays(firstExpiresOn, (i - 1) * 30) : null,
    }
  })
}

/** Digits are as good as any in an id, and need no function that only one database has. */
const idOf = (n: ReturnType<typeof sql>) =>
  sql`'01990000-0000-7000-8000-' || CAST(100000000000 + CAST(m."id" AS BIGINT) * 16 + ${n} AS TEXT)`

async function fill(
  ctx: Ctx<Tx>,
  { after, to }: { after: number; to: number },
  firstExpiresOn: string,
): Promise<void> {
  const history = historyOf(ctx, firstExpiresOn)
  const rows = rowSet(ctx, ENTRY_ROWS, history)
  const lots = rowSet(
    ctx,
    ENTRY_ROWS,
    history.filter(({ n }) => n <= EARNED),
  )
  const members = sql`(SELECT "id" FROM "Member" WHERE "id" > ${after} AND "id" <= ${to}) AS m`
  const left = (EARNED - 1) * LOT_POINTS
  await runStatement(
    ctx,
    sql`INSERT INTO "PointAccount" ("id", "available", "held", "frozen", "pending", "debt", "entries", "updatedAt")
      SELECT m."id", ${left}, 0, 0, 0, 0, ${EARNED + SPENT}, r."at"
      FROM ${members} CROSS JOIN ${rows} AS r WHERE r."n" = ${EARNED + SPENT} ORDER BY m."id"`,
  )
  await runStatement(
    ctx,
    sql`INSERT INTO "PointEntry" ("id", "memberId", "seq", "kind", "points", "pending", "balanceAfter",
        "pendingAfter", "forgone", "business", "businessId", "actorKind", "actorName", "occurredAt",
        "bookedAt", "businessDate", "explanation")
      SELECT ${idOf(sql`r."n"`)}, m."id", r."n", r."kind", r."points", 0, r."balance", 0, 0, r."business",
        'seed', 'program', 'seed', r."at", r."at", r."day", '{"kind":"partner","partner":"seed","text":"seed"}'
      FROM ${members} CROSS JOIN ${rows} AS r WHERE true ORDER BY m."id", r."n"`,
  )
  await runStatement(
    ctx,
    sql`INSERT INTO "PointLot" ("id", "memberId", "entryId", "points", "free", "held", "frozen", "status",
        "earnedAt", "expiresOn")
      SELECT ${idOf(sql`r."n"`)}, m."id", ${idOf(sql`r."n"`)}, r."points",
        CASE WHEN r."n" = 1 THEN 0 ELSE r."points" END, 0, 0, 'open', r."at", r."expiresOn"
      FROM ${members} CROSS JOIN ${lots} AS r WHERE true ORDER BY m."id", r."n"`,
  )
  const spends = rowSet(
    ctx,
    ENTRY_ROWS,
    history.filter(({ n }) => n > EARNED),
  )
  await runStatement(
    ctx,
    sql`INSERT INTO "PointAllocation" ("entryId", "lotId", "position", "points", "debt")
      SELECT ${idOf(sql`r."n"`)}, ${idOf(sql`1`)}, 1, r."points", 0
      FROM ${members} CROSS JOIN ${spends} AS r WHERE true ORDER BY m."id", r."n"`,
  )
}

/**
 * Gives every member the same ten entries, written by the database itself: ten million in minutes. The books
 * agree. For databases whose members have no points yet.
 *
 * @param firstExpiresOn date of the first lot that has something left; the others follow month by month
 */
export async function seedPoints(
  ctx: Ctx,
  { firstExpiresOn, report }: { firstExpiresOn: string; report?: (membersDone: number) => void },
): Promise<void> {
  const { _max } = await ctx.db.member.aggregate({ _max: { id: true } })
  const last = _max.id ?? 0
  await withoutIndexes(ctx, TABLES, async () => {
    for (let after = 0; after < last; after += MEMBERS_A_SET) {
      const range = { after, to: after + MEMBERS_A_SET }
      await inTransaction(ctx, (ctx) => fill(ctx, range, firstExpiresOn))
      report?.(Math.min(last, range.to))
    }
  })
  await refreshStatistics(ctx)
}
