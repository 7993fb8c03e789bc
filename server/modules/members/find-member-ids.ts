import { z } from 'zod'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'
import type { Ctx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { sharedRead } from '../../db/shared-read.ts'
import { identifier, queryRows, sql } from '../../db/sql.ts'
import { seesStore } from '../../kernel/actor.ts'
import type { MemberStatus } from './members.contract.ts'
import { memberStatus } from './members.contract.ts'

/** A number by which a member is known; a mobile as its blind index. */
export interface MemberReference {
  readonly column: 'uid' | 'externalId' | 'mobileIndex' | 'cardNo' | 'memberNo'
  readonly value: string
}

/** A member who was found by a number of his. */
export interface FoundMember {
  readonly id: number
  readonly uid: string
  readonly status: MemberStatus
}

const foundRow = z.object({
  id: z.int(),
  uid: z.string(),
  status: memberStatus,
  value: z.string(),
  homeStoreId: z.int().nullable(),
})

/** Members in the order of their references; undefined where there is none that the actor sees. */
export async function findMembersBy(
  ctx: Ctx,
  references: readonly MemberReference[],
): Promise<(FoundMember | undefined)[]> {
  const found = new Map<string, FoundMember>()
  for (const column of new Set(references.map(({ column }) => column))) {
    const values = [
      ...new Set(references.flatMap((one) => (one.column === column ? one.value : []))),
    ].map((value) => ({ value }))
    const rows = await queryRows(
      ctx,
      sql`SELECT m."id", m."uid", m."status", m.${identifier(column)} AS "value", m."homeStoreId"
        FROM ${rowSet(ctx, { value: 'text' }, values)} AS r
        JOIN "Member" m ON m.${identifier(column)} = r."value"`,
      foundRow,
    )
    for (const { value, homeStoreId, ...member } of rows) {
      if (seesStore(ctx, homeStoreId)) found.set(`${column} ${value}`, member)
    }
  }
  return references.map(({ column, value }) => found.get(`${column} ${value}`))
}

const rowsByUid = sharedRead(async (ctx, uids: readonly string[]) => {
  const wanted = [...new Set(uids)].map((uid) => ({ uid }))
  const rows = await queryRows(
    ctx,
    sql`SELECT m."id", m."uid", m."status", m."uid" AS "value", m."homeStoreId"
      FROM ${rowSet(ctx, { uid: 'text' }, wanted)} AS r JOIN "Member" m ON m."uid" = r."uid"`,
    foundRow,
  )
  const found = new Map(rows.map((row) => [row.uid, row]))
  return uids.map((uid) => found.get(uid))
})

/** A member by his uid; undefined where there is none that the actor sees. */
export async function findMemberByUid(ctx: Ctx, uid: string): Promise<FoundMember | undefined> {
  const row = await rowsByUid(ctx, uid)
  if (!row || !seesStore(ctx, row.homeStoreId)) return undefined
  const { id, status } = row
  return { id, uid, status }
}

/** Ids of members in the order of their references; undefined where there is none that the actor sees. */
export async function findMemberIds(
  ctx: Ctx,
  references: readonly MemberReference[],
): Promise<(number | undefined)[]> {
  return (await findMembersBy(ctx, references)).map((member) => member?.id)
}

/** One of the numbers by which others name a member. */
export interface NamedMember {
  readonly uid?: string | undefined
  readonly memberNo?: string | undefined
  readonly externalId?: string | undefined
  readonly cardNo?: string | undefined
  readonly mobile?: string | undefined
}

/**
 * How the table knows whom others name. A mobile can stand under two indexes while the data key is changed.
 * @returns none for what can be nobody's number
 */
export function referencesTo({ keys }: Pick<Ctx, 'keys'>, named: NamedMember): MemberReference[] {
  const { mobile, ...plain } = named
  const references = Object.entries(plain).flatMap(([column, value]): MemberReference[] =>
    // Its keys are those of the interface.
    value === undefined ? [] : [{ column: column as MemberReference['column'], value }],
  )
  const number = mobile === undefined ? '' : normaliseMobile(mobile)
  if (!isMobile(number)) return references
  const indexes = keys.blindIndexes('member.mobile', number)
  return [...references, ...indexes.map((value) => ({ column: 'mobileIndex' as const, value }))]
}
