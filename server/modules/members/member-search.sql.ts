import type { Ctx } from '../../db/context.ts'
import { where, whereEqual, type Condition } from '../../db/long-list.ts'
import { beginsWith } from '../../db/prefix.ts'
import { joinSql, sql, type Sql } from '../../db/sql.ts'
import { addDays, instantOf } from '../../contract/dates.ts'
import type { Keyring } from '../../kernel/keyring.ts'
import type { MemberFilter } from './members.contract.ts'
import { pairsOf, readKeyword, type Keyword } from './members.rules.ts'

/** The list's own order, in which indexes of single values have their members. */
const ORDER = 'registeredAt'
/** Hits looked at before the list is walked instead; the list's own limit is lower. */
const HITS_MAX = 50_001
/** Pairs of a keyword that are joined: the others are checked in the text itself. */
const PAIRS_MAX = 4
const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)

const contains = (key: string): Sql =>
  sql`"nicknameKey" LIKE ${`%${escapeLike(key)}%`} ESCAPE ${'\\'}`

/** Ids of members whose nickname holds the text, by the pairs of its characters. */
function nicknameHits(key: string): Sql {
  const [first, ...others] = pairsOf(key).slice(0, PAIRS_MAX)
  const { gte, lt } = beginsWith(key)
  const begins = sql`SELECT "id" FROM "Member" WHERE "nicknameKey" >= ${gte} AND "nicknameKey" < ${lt}`
  if (first === undefined) return begins
  const further = others.map(
    (pair) => sql` AND EXISTS (SELECT 1 FROM "MemberNicknamePair" o
      WHERE o."pair" = ${pair} AND o."memberId" = p."memberId")`,
  )
  // A text of one pair is found by it for certain; a longer one has to stand there as a whole.
  const whole = others.length === 0 ? sql`` : sql` WHERE ${contains(key)}`
  return sql`SELECT m."id" FROM (SELECT p."memberId" FROM "MemberNicknamePair" p
    WHERE p."pair" = ${first}${joinSql(further, sql``)}) AS hit
    JOIN "Member" m ON m."id" = hit."memberId"${whole}`
}

/** How members of a keyword are found, and how a member in hand is told to be one. */
function readHits(keyword: Exclude<Keyword, { kind: 'none' }>, keys: Keyring): [Sql[], Sql[]] {
  const by = (column: Sql, ...values: readonly string[]): [Sql[], Sql[]] => [
    values.map((value) => sql`SELECT "id" FROM "Member" WHERE ${column} = ${value}`),
    values.map((value) => sql`${column} = ${value}`),
  ]
  switch (keyword.kind) {
    case 'mobile':
      return by(sql`"mobileIndex"`, ...keys.blindIndexes('member.mobile', keyword.mobile))
    case 'last4':
      return by(sql`"mobileLast4Index"`, ...keys.blindIndexes('member.mobileLast4', keyword.digits))
    case 'memberNo':
      return by(sql`"memberNo"`, keyword.memberNo)
    case 'uid':
      return by(sql`"uid"`, keyword.uid)
    case 'email':
      return by(sql`"emailIndex"`, ...keys.blindIndexes('member.email', keyword.email))
    case 'name': {
      const [finds, checks] = by(
        sql`"realNameIndex"`,
        ...keys.blindIndexes('member.realName', keyword.realNameKey),
      )
      return [
        [...finds, nicknameHits(keyword.nicknameKey)],
        [...checks, contains(keyword.nicknameKey)],
      ]
    }
  }
}

/** The condition of the search field; none when it is empty. */
function keywordCondition(text: string, keys: Keyring): Condition[] {
  const keyword = readKeyword(text)
  if (keyword.kind === 'none') return []
  const number = text.trim()
  const [finds, checks] = readHits(keyword, keys)
  // Card and external numbers are the shop's own and can have any shape: always looked for as well.
  const all = [
    sql`SELECT "id" FROM "Member" WHERE "externalId" = ${number}`,
    sql`SELECT "id" FROM "Member" WHERE "cardNo" = ${number}`,
    ...finds,
  ]
  const check = joinSql(
    [sql`"externalId" = ${number}`, sql`"cardNo" = ${number}`, ...checks],
    sql` OR `,
  )
  return [
    {
      find: sql`"id" IN (SELECT "id" FROM (${joinSql(all, sql` UNION ALL `)}) AS hits
        LIMIT ${HITS_MAX})`,
      check: sql`(${check}) IS TRUE`,
    },
  ]
}

/** `03-20` to `01-10` goes over the end of the year. */
function birthdayConditions({ birthdayFrom, birthdayTo }: MemberFilter): Condition[] {
  const from = sql`"birthdayMonthDay" >= ${birthdayFrom ?? ''}`
  const to = sql`"birthdayMonthDay" <= ${birthdayTo ?? ''}`
  if (birthdayFrom === undefined && birthdayTo === undefined) return []
  if (birthdayFrom === undefined) return [where(to)]
  if (birthdayTo === undefined) return [where(from)]
  return birthdayFrom <= birthdayTo
    ? [where(sql`${from} AND ${to}`)]
    : [where(sql`(${from} OR ${to})`)]
}

/** A province (`330000`) or city (`330100`) is found with everything that lies in it. */
function regionConditions({ regionCode }: MemberFilter): Condition[] {
  if (regionCode === undefined) return []
  const stem = regionCode.replace(/(0000|00)$/, '')
  if (stem.length === 6) return [whereEqual('regionCode', regionCode, ORDER)]
  return [where(sql`"regionCode" >= ${regionCode} AND "regionCode" <= ${stem.padEnd(6, '9')}`)]
}

function registeredConditions(
  ctx: Ctx,
  { registeredFrom, registeredTo }: MemberFilter,
): Condition[] {
  const startOf = (day: string) => instantOf(`${day}T00:00:00`, ctx.zone.name)
  return [
    ...(registeredFrom === undefined
      ? []
      : [where(sql`"registeredAt" >= ${startOf(registeredFrom)}`)]),
    ...(registeredTo === undefined
      ? []
      : [where(sql`"registeredAt" < ${startOf(addDays(registeredTo, 1))}`)]),
  ]
}

const EQUAL = ['status', 'gender', 'registerChannel', 'registerStoreId', 'homeStoreId'] as const

/** Members that the actor may see: everybody, or those whose home is one of his stores. */
function scopeConditions({ actor }: Ctx): Condition[] {
  const { scope } = actor
  if (scope.kind === 'all') return []
  const [only, ...others] = scope.storeIds
  if (only === undefined) return [where(sql`1 = 0`)]
  if (others.length === 0) return [whereEqual('homeStoreId', only, ORDER)]
  return [where(sql`"homeStoreId" IN (${joinSql(scope.storeIds.map((id) => sql`${id}`))})`)]
}

/** What a row must fulfil to be in the list: the filter and the actor's data scope. */
export function memberConditions(ctx: Ctx, filter: MemberFilter): Condition[] {
  const equal = EQUAL.flatMap((name) => {
    const value = filter[name]
    return value === undefined ? [] : whereEqual(name, value, ORDER)
  })
  const { spendFenMin, spendFenMax, orderCountMin, orderCountMax, lastOrderFrom, lastOrderTo } =
    filter
  const ranges = [
    spendFenMin === undefined ? [] : sql`"spendFen" >= ${spendFenMin}`,
    spendFenMax === undefined ? [] : sql`"spendFen" <= ${spendFenMax}`,
    orderCountMin === undefined ? [] : sql`"orderCount" >= ${orderCountMin}`,
    orderCountMax === undefined ? [] : sql`"orderCount" <= ${orderCountMax}`,
    lastOrderFrom === undefined ? [] : sql`"lastOrderDate" >= ${lastOrderFrom}`,
    // Who never ordered has no last order to be before a day.
    lastOrderTo === undefined ? [] : sql`"lastOrderDate" BETWEEN '0' AND ${lastOrderTo}`,
  ].flat()
  return [
    ...scopeConditions(ctx),
    ...keywordCondition(filter.keyword, ctx.keys),
    ...equal,
    ...regionConditions(filter),
    ...registeredConditions(ctx, filter),
    ...birthdayConditions(filter),
    ...ranges.map(where),
  ]
}
