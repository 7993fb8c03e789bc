import { maskPersonal } from '../../contract/personal.ts'
import type { Ctx } from '../../db/context.ts'
import { beginsWith } from '../../db/prefix.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import type { Keyring } from '../../kernel/keyring.ts'
import {
  memberStatus,
  type ListMembersInput,
  type MemberPage,
  type MemberRow,
  type MemberStats,
} from './members.contract.ts'
import { mobilePlace } from './members.privacy.ts'
import { readKeyword, type Keyword } from './members.rules.ts'

const rowSelect = {
  id: true,
  uid: true,
  memberNo: true,
  externalId: true,
  nickname: true,
  mobileCipher: true,
  status: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.MemberSelect

type SelectedRow = Prisma.MemberGetPayload<{ select: typeof rowSelect }>

function whereKeyword(text: string, keys: Keyring): Prisma.MemberWhereInput {
  const keyword = readKeyword(text)
  if (keyword.kind === 'none') return {}
  // An external id is the shop's own and can have any shape, so it is always looked for as well.
  return { OR: [{ externalId: text.trim() }, whereOwn(keyword, keys)] }
}

function whereOwn(
  keyword: Exclude<Keyword, { kind: 'none' }>,
  keys: Keyring,
): Prisma.MemberWhereInput {
  switch (keyword.kind) {
    case 'mobile':
      return { mobileIndex: { in: [...keys.blindIndexes('member.mobile', keyword.mobile)] } }
    case 'last4':
      return {
        mobileLast4Index: { in: [...keys.blindIndexes('member.mobileLast4', keyword.digits)] },
      }
    case 'memberNo':
      return { memberNo: keyword.memberNo }
    case 'uid':
      return { uid: keyword.uid }
    case 'nickname':
      return { nicknameKey: beginsWith(keyword.nicknameKey) }
  }
}

function toRow(row: SelectedRow, keys: Keyring): MemberRow {
  const { mobileCipher, status, createdAt, updatedAt, ...plain } = row
  return {
    ...plain,
    mobileMasked:
      mobileCipher && maskPersonal('mobile', keys.decrypt(mobilePlace(row.uid), mobileCipher)),
    status: memberStatus.parse(status),
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
  }
}

/** One page of members that match, personal data masked. Equal sort values are told apart by id. */
export async function listMembers(ctx: Ctx, input: ListMembersInput): Promise<MemberPage> {
  const { pageNo, pageSize, keyword, status, sort, order } = input
  const where = { ...whereKeyword(keyword, ctx.keys), ...(status ? { status } : {}) }
  const sortColumn = sort === 'nickname' ? 'nicknameKey' : sort
  const [total, rows] = await Promise.all([
    ctx.db.member.count({ where }),
    ctx.db.member.findMany({
      where,
      select: rowSelect,
      orderBy: [{ [sortColumn]: order }, { id: order }],
      skip: (pageNo - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { total, list: rows.map((row) => toRow(row, ctx.keys)) }
}

/** Totals of all members. */
export async function countMembers(ctx: Ctx): Promise<MemberStats> {
  const [members, activeMembers] = await Promise.all([
    ctx.db.member.count(),
    ctx.db.member.count({ where: { status: 'active' } }),
  ])
  return { members, activeMembers }
}
