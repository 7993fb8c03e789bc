import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import {
  where,
  whereBeside,
  whereEqual,
  whereRange,
  type Condition,
  type ListCondition,
} from '../../db/long-list.ts'
import { joinSql, sql, type Sql } from '../../db/sql.ts'
import { addDays, instantOf } from '../../contract/dates.ts'
import { keywordConditions } from './member-keyword.sql.ts'
import type { MemberFilter } from './members.contract.ts'

/** Members with what their orders come to, as lists read them. */
export const MEMBER_TABLES = {
  table: 'Member',
  ids: z.int(),
  beside: {
    table: 'MemberTotals',
    columns: ['orderCount', 'spendFen', 'lastOrderDate'],
    copies: ['registeredAt'],
  },
} as const

/** The list's own order, in which indexes of single values have their members. */
const ORDER = 'registeredAt'
/** `03-20` to `01-10` goes over the end of the year. */
function birthdayConditions({ birthdayFrom, birthdayTo }: MemberFilter): ListCondition[] {
  const ids = (found: Sql) => sql`SELECT "id" FROM "Member" WHERE ${found}`
  const from = sql`"birthdayMonthDay" >= ${birthdayFrom ?? ''}`
  const to = sql`"birthdayMonthDay" <= ${birthdayTo ?? ''}`
  if (birthdayFrom === undefined && birthdayTo === undefined) return []
  if (birthdayFrom === undefined) return [where(to, ORDER)]
  if (birthdayTo === undefined) return [where(from, ORDER)]
  return birthdayFrom <= birthdayTo
    ? [where(sql`${from} AND ${to}`, ORDER)]
    : [{ ways: [ids(from), ids(to)], check: sql`(${from} OR ${to}) IS TRUE` }]
}

/** A province (`330000`) or city (`330100`) is found with everything that lies in it. */
function regionConditions({ regionCode }: MemberFilter): Condition[] {
  if (regionCode === undefined) return []
  const stem = regionCode.replace(/(0000|00)$/, '')
  if (stem.length === 6) return [whereEqual('regionCode', regionCode, ORDER)]
  return whereRange('regionCode', { from: regionCode, to: stem.padEnd(6, '9') }, ORDER)
}

function registeredConditions(
  { zone }: Ctx,
  { registeredFrom, registeredTo }: MemberFilter,
): Condition[] {
  const startOf = (day: string) => instantOf(`${day}T00:00:00`, zone.name)
  return whereRange(ORDER, {
    from: registeredFrom && startOf(registeredFrom),
    below: registeredTo && startOf(addDays(registeredTo, 1)),
  })
}

const EQUAL = ['status', 'gender', 'registerChannel', 'registerStoreId', 'homeStoreId'] as const

/** Members that the actor may see: everybody, or those whose home is one of his stores. */
function scopeConditions({ actor }: Ctx): Condition[] {
  const { scope } = actor
  if (scope.kind === 'all') return []
  const [only, ...others] = scope.storeIds
  if (only === undefined) return [where(sql`1 = 0`)]
  if (others.length === 0) return [whereEqual('homeStoreId', only, ORDER)]
  const ids = joinSql(scope.storeIds.map((id) => sql`${id}`))
  return [where(sql`"homeStoreId" IN (${ids})`, ORDER)]
}

function totalsConditions(filter: MemberFilter): Condition[] {
  const { spendFenMin, spendFenMax, orderCountMin, orderCountMax, lastOrderFrom, lastOrderTo } =
    filter
  return [
    ...whereRange('spendFen', { from: spendFenMin, to: spendFenMax }, ORDER),
    ...whereRange('orderCount', { from: orderCountMin, to: orderCountMax }, ORDER),
    // Who never ordered has no last order to be before a day.
    ...whereRange(
      'lastOrderDate',
      { from: lastOrderFrom ?? (lastOrderTo && '0'), to: lastOrderTo },
      ORDER,
    ),
  ].map(whereBeside)
}

/** What a row must fulfil to be in the list: the filter and the actor's data scope. */
export async function memberConditions(ctx: Ctx, filter: MemberFilter): Promise<ListCondition[]> {
  const equal = EQUAL.flatMap((name) => {
    const value = filter[name]
    return value === undefined ? [] : whereEqual(name, value, ORDER)
  })
  return [
    ...scopeConditions(ctx),
    ...(await keywordConditions(ctx, filter.keyword)),
    ...equal,
    ...regionConditions(filter),
    ...registeredConditions(ctx, filter),
    ...birthdayConditions(filter),
    ...totalsConditions(filter),
  ]
}
