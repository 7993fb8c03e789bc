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
/** Pairs of a keyword that are joined: the others are checked in the text itself. */
const PAIRS_MAX = 4
const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)

const contains = (key: string): Sql =>
  sql`"nicknameKey" LIKE ${`%${escapeLike(key)}%`} ESCAPE ${'\\'}`

function begins(key: string): Sql {
  const { gte, lt } = beginsWith(key)
  return sql`("nicknameKey" >= ${gte} AND "nicknameKey" < ${lt})`
}

/** Nicknames that begin with the one character of a key; with more of them: that hold it anywhere. */
const isNicknameOf = (key: string): Sql => ([...key].length < 2 ? begins(key) : contains(key))

/** Ids of members whose nickname is one of the key, by the pairs of its characters. */
function nicknameHits(key: string): Sql {
  const [first, ...others] = pairsOf(key).slice(0, PAIRS_MAX)
  if (first === undefined) return sql`SELECT "id" FROM "Member" WHERE ${isNicknameOf(key)}`
  const further = others.map(
    (pair) => sql` AND EXISTS (SELECT 1 FROM "MemberNicknamePair" o
      WHERE o."pair" = ${pair} AND o."memberId" = p."memberId")`,
  )
  // Two characters are found by their pair for certain; more have to stand there as a whole, also those of
  // which one pair is left (哈哈哈).
  const whole = [...key].length === 2 ? sql`` : sql` WHERE ${isNicknameOf(key)}`
  return sql`SELECT m."id" FROM (SELECT p."memberId" FROM "MemberNicknamePair" p
    WHERE p."pair" = ${first}${joinSql(further, sql``)}) AS hit
    JOIN "Member" m ON m."id" = hit."memberId"${whole}`
}

interface Hits {
  /** Ways to find members of a keyword, each naming a member once. */
  readonly finds: readonly Sql[]
  /** How a member in hand is told to be one. */
  readonly checks: readonly Sql[]
}

function hitsBy(column: Sql, values: readonly string[]): Hits {
  const checks = values.map((value) => sql`${column} = ${value}`)
  return { checks, finds: checks.map((check) => sql`SELECT "id" FROM "Member" WHERE ${check}`) }
}

function readHits(keyword: Exclude<Keyword, { kind: 'none' }>, keys: Keyring): Hits {
  switch (keyword.kind) {
    case 'mobile':
      return hitsBy(sql`"mobileIndex"`, keys.blindIndexes('member.mobile', keyword.mobile))
    case 'last4':
      return hitsBy(
        sql`"mobileLast4Index"`,
        keys.blindIndexes('member.mobileLast4', keyword.digits),
      )
    case 'memberNo':
      return hitsBy(sql`"memberNo"`, [keyword.memberNo])
    case 'uid':
      return hitsBy(sql`"uid"`, [keyword.uid])
    case 'email':
      return hitsBy(sql`"emailIndex"`, keys.blindIndexes('member.email', keyword.email))
    case 'name': {
      const { nicknameKey, realNameKey } = keyword
      const named = hitsBy(sql`"realNameIndex"`, keys.blindIndexes('member.realName', realNameKey))
      return {
        finds: [...named.finds, nicknameHits(nicknameKey)],
        checks: [...named.checks, isNicknameOf(nicknameKey)],
      }
    }
  }
}

/** The condition of the search field; none when it is empty. */
function keywordCondition(text: string, keys: Keyring): Condition[] {
  const keyword = readKeyword(text)
  if (keyword.kind === 'none') return []
  const number = [text.trim()]
  // Card and external numbers are the shop's own and can have any shape: always looked for as well.
  const all = [
    hitsBy(sql`"externalId"`, number),
    hitsBy(sql`"cardNo"`, number),
    readHits(keyword, keys),
  ]
  const finds = all.flatMap(({ finds }) => finds)
  const checks = all.flatMap(({ checks }) => checks)
  return [
    {
      // Each way is cut by itself: a member found by two is one, and would count as two.
      find(limit) {
        const cut = finds.map((hits) => sql`SELECT "id" FROM (${hits} LIMIT ${limit}) AS hits`)
        return sql`"id" IN (${joinSql(cut, sql` UNION ALL `)})`
      },
      check: sql`(${joinSql(checks, sql` OR `)}) IS TRUE`,
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
