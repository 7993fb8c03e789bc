import type { KnownPage } from '../../contract/pagination.ts'
import type { Ctx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { countAll, iterateIds, readLongList, type ListOrder } from '../../db/long-list.ts'
import {
  gender,
  memberStatus,
  registerChannel,
  type ListMembersInput,
  type MemberFilter,
  type MemberPage,
  type MemberRow,
} from './members.contract.ts'
import { memberConditions } from './member-search.sql.ts'
import { readMasked } from './members.privacy.ts'
import { nicknameKey } from './members.rules.ts'

export const rowSelect = {
  id: true,
  uid: true,
  memberNo: true,
  externalId: true,
  cardNo: true,
  nickname: true,
  avatarUrl: true,
  gender: true,
  birthday: true,
  regionCode: true,
  mobileCipher: true,
  emailCipher: true,
  realNameCipher: true,
  status: true,
  registerChannel: true,
  registerStore: { select: { name: true } },
  homeStore: { select: { name: true } },
  registeredAt: true,
  orderCount: true,
  spendFen: true,
  lastOrderDate: true,
  updatedAt: true,
} satisfies Prisma.MemberSelect

export type SelectedMember = Prisma.MemberGetPayload<{ select: typeof rowSelect }>

/** A member as lists show him. */
export function toMemberRow({ keys }: Ctx, member: SelectedMember): MemberRow {
  return {
    id: member.id,
    uid: member.uid,
    memberNo: member.memberNo,
    externalId: member.externalId,
    cardNo: member.cardNo,
    nickname: member.nickname,
    avatarUrl: member.avatarUrl,
    gender: gender.parse(member.gender),
    birthday: member.birthday,
    regionCode: member.regionCode,
    mobileMasked: readMasked(keys, member, 'mobile'),
    realNameMasked: readMasked(keys, member, 'realName'),
    status: memberStatus.parse(member.status),
    registerChannel: registerChannel.parse(member.registerChannel),
    registerStore: member.registerStore?.name ?? null,
    homeStore: member.homeStore?.name ?? null,
    registeredAt: member.registeredAt.getTime(),
    orderCount: member.orderCount,
    spendFen: Number(member.spendFen),
    lastOrderDate: member.lastOrderDate,
    updatedAt: member.updatedAt.getTime(),
  }
}

const CHUNK = 1_000

type Sort = ListMembersInput['sort']

function orderOf({ sort, order }: ListMembersInput): ListOrder {
  const column = sort === 'nickname' ? 'nicknameKey' : sort
  return {
    column,
    direction: order,
    bind: (value) => (sort === 'registeredAt' ? new Date(value) : value),
  }
}

/** The value a row is sorted by, as it travels to the caller and back. */
const placeOf = (row: MemberRow, sort: Sort) => ({
  value: sort === 'nickname' ? nicknameKey(row.nickname) : row[sort],
  id: row.id,
})

function knownOf(list: readonly MemberRow[], { sort, pageNo }: ListMembersInput): KnownPage | null {
  const first = list[0]
  const last = list.at(-1)
  return first && last ? { pageNo, first: placeOf(first, sort), last: placeOf(last, sort) } : null
}

/** One page of members that match and that the actor may see, personal data masked. */
export async function listMembers(ctx: Ctx, input: ListMembersInput): Promise<MemberPage> {
  const { ids, total, isTotalExact } = await readLongList(ctx, {
    table: 'Member',
    conditions: memberConditions(ctx, input),
    order: orderOf(input),
    pageNo: input.pageNo,
    pageSize: input.pageSize,
    known: input.known,
  })
  const members = await ctx.db.member.findMany({
    where: { id: { in: [...ids] } },
    select: rowSelect,
  })
  const byId = new Map(members.map((member) => [member.id, member]))
  const list = ids.flatMap((id) => {
    const member = byId.get(id)
    return member ? toMemberRow(ctx, member) : []
  })
  return { list, total, isTotalExact, known: knownOf(list, input) }
}

/** The exact number of members that match, for a list whose total says "at least". */
export const countMatching = (ctx: Ctx, filter: MemberFilter): Promise<number> =>
  countAll(ctx, { table: 'Member', conditions: memberConditions(ctx, filter) })

/** Ids of all members that match, a chunk at a time in the order of ids. */
export const iterateMatching = (ctx: Ctx, filter: MemberFilter): AsyncGenerator<number[]> =>
  iterateIds(ctx, { table: 'Member', conditions: memberConditions(ctx, filter) }, CHUNK)
