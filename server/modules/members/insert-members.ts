import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { insertFrom, insertRows, type RowOf } from '../../db/row-set.ts'
import { queryRows, sql } from '../../db/sql.ts'
import { randomMemberNo, uuidv7 } from '../../kernel/ids.ts'
import type { Gender, MemberStatus, RegisterChannel } from './members.contract.ts'
import { emailColumns, mobileColumns, realNameColumns } from './members.privacy.ts'
import { monthDayOf, nicknameKey, pairsOf } from './members.rules.ts'

export const MEMBER_COLUMNS = {
  uid: 'text',
  memberNo: 'text',
  externalId: 'text',
  cardNo: 'text',
  status: 'text',
  nickname: 'text',
  nicknameKey: 'text',
  avatarUrl: 'text',
  gender: 'text',
  birthday: 'text',
  birthdayMonthDay: 'text',
  regionCode: 'text',
  remark: 'text',
  mobileCipher: 'text',
  mobileIndex: 'text',
  mobileLast4Index: 'text',
  emailCipher: 'text',
  emailIndex: 'text',
  realNameCipher: 'text',
  realNameIndex: 'text',
  registerChannel: 'text',
  registerStoreId: 'integer',
  registeredAt: 'instant',
  homeStoreId: 'integer',
  importJobId: 'text',
  version: 'integer',
  createdAt: 'instant',
  updatedAt: 'instant',
} as const
export const TOTALS_COLUMNS = {
  id: 'integer',
  orderCount: 'integer',
  spendFen: 'bigint',
  lastOrderDate: 'text',
  registeredAt: 'instant',
} as const
export const PAIR_COLUMNS = { pair: 'text', memberId: 'integer' } as const

/** What is known of somebody who becomes a member; personal values are whole and normalised. */
export interface NewMember {
  /** Active unless told otherwise. */
  readonly status?: MemberStatus
  readonly nickname: string
  readonly mobile: string | null
  readonly email: string | null
  readonly realName: string | null
  readonly externalId: string | null
  readonly cardNo: string | null
  readonly avatarUrl: string | null
  readonly gender: Gender
  readonly birthday: string | null
  readonly regionCode: string | null
  readonly remark: string
  readonly registerChannel: RegisterChannel
  readonly registerStoreId: number | null
  readonly homeStoreId: number | null
  /** The import that brings him in. */
  readonly importJobId?: string
  readonly registeredAt: Date
}

/** A member as he will stand in the table: encrypted, with a number drawn for him. */
export type MemberRow = RowOf<typeof MEMBER_COLUMNS> & {
  readonly uid: string
  /** Drawn again when it turns out to be taken. */
  memberNo: string
  readonly nicknameKey: string
  readonly registeredAt: Date
}

/** Totals of a member who has bought nothing. */
export const NO_ORDERS = { orderCount: 0, spendFen: 0, lastOrderDate: '' }

/** Prepares a member outside of the transaction that inserts him: encrypting takes time. */
export function prepareMember(ctx: Ctx, member: NewMember, now = ctx.clock.now()): MemberRow {
  const uid = uuidv7(ctx.clock)
  const { mobileCipher, mobileIndex, mobileLast4Index } = mobileColumns(
    ctx.keys,
    uid,
    member.mobile,
  )
  const { emailCipher, emailIndex } = emailColumns(ctx.keys, uid, member.email)
  const { realNameCipher, realNameIndex } = realNameColumns(ctx.keys, uid, member.realName)
  return {
    uid,
    memberNo: randomMemberNo(),
    externalId: member.externalId,
    cardNo: member.cardNo,
    status: member.status ?? 'active',
    nickname: member.nickname,
    nicknameKey: nicknameKey(member.nickname),
    avatarUrl: member.avatarUrl,
    gender: member.gender,
    birthday: member.birthday,
    birthdayMonthDay: member.birthday === null ? null : monthDayOf(member.birthday),
    regionCode: member.regionCode,
    remark: member.remark,
    mobileCipher,
    mobileIndex,
    mobileLast4Index,
    emailCipher,
    emailIndex,
    realNameCipher,
    realNameIndex,
    registerChannel: member.registerChannel,
    registerStoreId: member.registerStoreId,
    registeredAt: member.registeredAt,
    homeStoreId: member.homeStoreId,
    importJobId: member.importJobId ?? null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
}

/** Inserts the pairs of characters that find members by a part of their nickname. */
export async function insertPairs(
  ctx: Ctx<Tx>,
  members: readonly { readonly id: number; readonly nicknameKey: string }[],
): Promise<void> {
  const rows = members.flatMap(({ id, nicknameKey }) =>
    pairsOf(nicknameKey).map((pair) => ({ pair, memberId: id })),
  )
  await insertRows(ctx, { table: 'MemberNicknamePair', columns: PAIR_COLUMNS, rows })
}

const insertedRow = z.object({ id: z.int(), uid: z.string() })

/**
 * Inserts members whose number, mobile, e-mail, card and external number are free; the others are left out,
 * not refused, since a caught violation would leave a Postgres transaction aborted.
 *
 * @returns id by uid of those that were inserted
 */
export async function insertMembers(
  ctx: Ctx<Tx>,
  members: readonly MemberRow[],
): Promise<Map<string, number>> {
  if (members.length === 0) return new Map()
  const insert = insertFrom(ctx, { table: 'Member', columns: MEMBER_COLUMNS, rows: members })
  const inserted = await queryRows(
    ctx,
    sql`${insert} ON CONFLICT DO NOTHING RETURNING "id", "uid"`,
    insertedRow,
  )
  const ids = new Map(inserted.map(({ uid, id }) => [uid, id]))
  const made = members.flatMap(({ uid, nicknameKey, registeredAt }) => {
    const id = ids.get(uid)
    return id === undefined ? [] : { id, nicknameKey, registeredAt }
  })
  const totals = made.map(({ id, registeredAt }) => ({ id, registeredAt, ...NO_ORDERS }))
  // One after the other on their connection, but the pairs are put together while the totals are written.
  await Promise.all([
    insertRows(ctx, { table: 'MemberTotals', columns: TOTALS_COLUMNS, rows: totals }),
    insertPairs(ctx, made),
  ])
  return ids
}
