import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { identifier, instantColumn, joinSql, queryRows, sql } from '../../db/sql.ts'
import { gender, memberStatus, registerChannel, type MemberRow } from './members.contract.ts'
import { readMasked } from './members.privacy.ts'

const columns = {
  id: z.int(),
  uid: z.string(),
  memberNo: z.string(),
  externalId: z.string().nullable(),
  cardNo: z.string().nullable(),
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  gender,
  birthday: z.string().nullable(),
  regionCode: z.string().nullable(),
  remark: z.string(),
  mobileCipher: z.string().nullable(),
  emailCipher: z.string().nullable(),
  realNameCipher: z.string().nullable(),
  status: memberStatus,
  registerChannel,
  registerStoreId: z.int().nullable(),
  homeStoreId: z.int().nullable(),
  registeredAt: instantColumn,
  version: z.int(),
  updatedAt: instantColumn,
}
const storedMember = z.object({
  ...columns,
  orderCount: z.int(),
  spendFen: z.coerce.number(),
  lastOrderDate: z.string(),
  registerStore: z.string().nullable(),
  homeStore: z.string().nullable(),
})
export type StoredMember = z.infer<typeof storedMember>

const COLUMNS = joinSql(Object.keys(columns).map((name) => sql`m.${identifier(name)}`))

/**
 * Members as they are stored, with the names of their stores, in the order of the ids; those that are gone
 * are left out. One statement: the client would need three, and a list is read with every key press.
 */
export async function readMembers(ctx: Ctx, ids: readonly number[]): Promise<StoredMember[]> {
  if (ids.length === 0) return []
  const wanted = rowSet(
    ctx,
    { id: 'integer' },
    ids.map((id) => ({ id })),
  )
  const members = await queryRows(
    ctx,
    sql`SELECT ${COLUMNS}, t."orderCount", t."spendFen", t."lastOrderDate",
        r."name" AS "registerStore", h."name" AS "homeStore"
      FROM ${wanted} AS wanted JOIN "Member" m ON m."id" = wanted."id"
      JOIN "MemberTotals" t ON t."id" = m."id"
      LEFT JOIN "Store" r ON r."id" = m."registerStoreId"
      LEFT JOIN "Store" h ON h."id" = m."homeStoreId"`,
    storedMember,
  )
  const byId = new Map(members.map((member) => [member.id, member]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** A member as lists show him. */
export const toMemberRow = ({ keys }: Ctx, member: StoredMember): MemberRow => ({
  id: member.id,
  uid: member.uid,
  memberNo: member.memberNo,
  externalId: member.externalId,
  cardNo: member.cardNo,
  nickname: member.nickname,
  avatarUrl: member.avatarUrl,
  gender: member.gender,
  birthday: member.birthday,
  regionCode: member.regionCode,
  mobileMasked: readMasked(keys, member, 'mobile'),
  realNameMasked: readMasked(keys, member, 'realName'),
  status: member.status,
  registerChannel: member.registerChannel,
  registerStore: member.registerStore,
  homeStore: member.homeStore,
  registeredAt: member.registeredAt.getTime(),
  orderCount: member.orderCount,
  spendFen: member.spendFen,
  lastOrderDate: member.lastOrderDate,
  updatedAt: member.updatedAt.getTime(),
})
