import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import type { GatheredCondition } from '../../db/long-list.ts'
import { beginsWith } from '../../db/prefix.ts'
import { joinSql, queryRows, sql, type Sql } from '../../db/sql.ts'
import { pairsOf, readKeyword, type Keyword } from './members.rules.ts'

/** Pairs of a keyword of which the rarest is asked for. */
const PAIRS_MAX = 4
const RARE_MAX = 10_000
const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)

const contains = (key: string): Sql =>
  sql`"nicknameKey" LIKE ${`%${escapeLike(key)}%`} ESCAPE ${'\\'}`

function begins(key: string): Sql {
  const { gte, lt } = beginsWith(key)
  return sql`("nicknameKey" >= ${gte} AND "nicknameKey" < ${lt})`
}

/** Nicknames that begin with the one character of a key; with more of them: that hold it anywhere. */
const isNicknameOf = (key: string): Sql => ([...key].length < 2 ? begins(key) : contains(key))

const pairRows = (pair: string): Sql => sql`FROM "MemberNicknamePair" p WHERE p."pair" = ${pair}`

const pairRow = z.object({ pair: z.string() })

/** The pair of a key that the fewest nicknames have; beyond `RARE_MAX` they are all as common. */
async function rarestPair(ctx: Ctx, pairs: readonly string[]): Promise<string | undefined> {
  if (pairs.length < 2) return pairs[0]
  const counts = pairs.map(
    (pair) => sql`SELECT ${pair} AS "pair",
      (SELECT count(*) FROM (SELECT 1 ${pairRows(pair)} LIMIT ${RARE_MAX}) AS rows) AS "n"`,
  )
  const [rarest] = await queryRows(
    ctx,
    sql`SELECT "pair" FROM (${joinSql(counts, sql` UNION ALL `)}) AS counts ORDER BY "n" LIMIT 1`,
    pairRow,
  )
  return rarest?.pair
}

/** Ids of members whose nickname is one of the key, by the pairs of its characters. */
async function nicknameHits(ctx: Ctx, key: string): Promise<Sql> {
  const pair = await rarestPair(ctx, pairsOf(key).slice(0, PAIRS_MAX))
  if (pair === undefined) return sql`SELECT "id" FROM "Member" WHERE ${isNicknameOf(key)}`
  // Two characters are found by their pair for certain; more have to stand there as a whole, also those of
  // which one pair is left (哈哈哈).
  if ([...key].length === 2) return sql`SELECT p."memberId" AS "id" ${pairRows(pair)}`
  return sql`SELECT m."id" FROM (SELECT p."memberId" ${pairRows(pair)}) AS hit
    JOIN "Member" m ON m."id" = hit."memberId" WHERE ${isNicknameOf(key)}`
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

async function readHits(ctx: Ctx, keyword: Exclude<Keyword, { kind: 'none' }>): Promise<Hits> {
  const { keys } = ctx
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
        finds: [...named.finds, await nicknameHits(ctx, nicknameKey)],
        checks: [...named.checks, isNicknameOf(nicknameKey)],
      }
    }
  }
}

/** The condition of the search field; none when it is empty. */
export async function keywordConditions(ctx: Ctx, text: string): Promise<GatheredCondition[]> {
  const keyword = readKeyword(text)
  if (keyword.kind === 'none') return []
  const number = [text.trim()]
  // Card and external numbers are the shop's own and can have any shape: always looked for as well.
  const all = [
    hitsBy(sql`"externalId"`, number),
    hitsBy(sql`"cardNo"`, number),
    await readHits(ctx, keyword),
  ]
  const checks = joinSql(
    all.flatMap(({ checks }) => checks),
    sql` OR `,
  )
  return [{ ways: all.flatMap(({ finds }) => finds), check: sql`(${checks}) IS TRUE` }]
}

/**
 * Ids of the members that the search field of their list finds, as a statement for lists of other things;
 * undefined when the text is empty. Who sees which member is for the caller to ask.
 */
export async function idsByKeyword(ctx: Ctx, text: string): Promise<Sql | undefined> {
  const [found] = await keywordConditions(ctx, text)
  if (!found) return undefined
  const ids = found.ways.map((way) => sql`SELECT "id" FROM (${way}) AS hits`)
  return joinSql(ids, sql` UNION `)
}

/** Uids of the same members. */
export async function uidsByKeyword(ctx: Ctx, text: string): Promise<Sql | undefined> {
  const ids = await idsByKeyword(ctx, text)
  return ids && sql`SELECT "uid" FROM "Member" WHERE "id" IN (${ids})`
}
