import type { Ctx, Tx } from '../../db/context.ts'
import { insertFrom, rowSet } from '../../db/row-set.ts'
import { runStatement, sql } from '../../db/sql.ts'
import { groupBy } from '../../kernel/group-by.ts'
import { invariant } from '../../kernel/invariant.ts'

export const DAY_COLUMNS = {
  memberId: 'integer',
  businessDate: 'text',
  orderCount: 'integer',
  spendFen: 'bigint',
} as const
const TOTAL_COLUMNS = {
  memberId: 'integer',
  orderCount: 'integer',
  spendFen: 'bigint',
  lastOrderDate: 'text',
} as const

/** What an order adds to its member's day and totals; a refund takes away from the day of its order. */
export interface RollUp {
  readonly memberId: number
  readonly businessDate: string
  readonly orderCount: number
  readonly spendFen: number
}

interface Bought {
  readonly memberId: number
  readonly businessDate: string
  readonly paidFen: number
}

export const toRollUp = ({ memberId, businessDate, paidFen }: Bought): RollUp => ({
  ...{ memberId, businessDate, orderCount: 1, spendFen: paidFen },
})

/** Sums by some key, in the order of members so that two transactions lock rows in the same order. */
function sumBy(changes: readonly RollUp[], keyOf: (change: RollUp) => string) {
  const sums = [...groupBy(changes, keyOf).values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const dates = group.map(({ businessDate }) => businessDate).sort()
    return {
      memberId: first.memberId,
      orderCount: group.reduce((sum, { orderCount }) => sum + orderCount, 0),
      spendFen: group.reduce((sum, { spendFen }) => sum + spendFen, 0),
      lastOrderDate: dates.at(-1) ?? '',
    }
  })
  return sums.sort(
    (a, b) => a.memberId - b.memberId || (a.lastOrderDate < b.lastOrderDate ? -1 : 1),
  )
}

/** What changes add to their members' days. */
export const sumByDay = (changes: readonly RollUp[]) =>
  sumBy(changes, ({ memberId, businessDate }) => `${memberId} ${businessDate}`).map(
    ({ lastOrderDate, ...day }) => ({ ...day, businessDate: lastOrderDate }),
  )

/** What changes add to their members' totals. */
export const sumByMember = (changes: readonly RollUp[]) =>
  sumBy(changes, ({ memberId }) => `${memberId}`)

/** Adds to the days and totals of members. Changes what is there, never reads it first. */
export async function changeRollUps(ctx: Ctx<Tx>, changes: readonly RollUp[]): Promise<void> {
  if (changes.length === 0) return
  const days = sumByDay(changes)
  const insert = insertFrom(ctx, { table: 'MemberDay', columns: DAY_COLUMNS, rows: days })
  await runStatement(
    ctx,
    sql`${insert} ON CONFLICT ("memberId", "businessDate") DO UPDATE SET
      "orderCount" = "MemberDay"."orderCount" + excluded."orderCount",
      "spendFen" = "MemberDay"."spendFen" + excluded."spendFen"`,
  )
  const totals = sumByMember(changes)
  const changed = await runStatement(
    ctx,
    sql`UPDATE "MemberTotals" AS t SET
      "orderCount" = t."orderCount" + r."orderCount",
      "spendFen" = t."spendFen" + r."spendFen",
      "lastOrderDate" = CASE WHEN r."lastOrderDate" > t."lastOrderDate"
        THEN r."lastOrderDate" ELSE t."lastOrderDate" END
      FROM ${rowSet(ctx, TOTAL_COLUMNS, totals)} AS r WHERE t."id" = r."memberId"`,
  )
  invariant(changed === totals.length, 'every member has totals')
}
