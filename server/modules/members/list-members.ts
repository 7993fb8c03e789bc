import type { KnownPage } from '../../contract/pagination.ts'
import type { Ctx } from '../../db/context.ts'
import { countAll, readLongList, type ListOrder } from '../../db/long-list.ts'
import { readMembers, toMemberRow } from './member-rows.ts'
import { MEMBER_TABLES, memberConditions } from './member-search.sql.ts'
import type { ListMembersInput, MemberFilter, MemberPage, MemberRow } from './members.contract.ts'
import { nicknameKey } from './members.rules.ts'

type Sort = ListMembersInput['sort']

/** How a list of members is sorted in the database. */
export function orderOf({ sort, order }: Pick<ListMembersInput, 'sort' | 'order'>): ListOrder {
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
    ...MEMBER_TABLES,
    conditions: await memberConditions(ctx, input),
    order: orderOf(input),
    pageNo: input.pageNo,
    pageSize: input.pageSize,
    known: input.known,
  })
  const list = (await readMembers(ctx, ids)).map((member) => toMemberRow(ctx, member))
  return { list, total, isTotalExact, known: knownOf(list, input) }
}

/** The exact number of members that match, for a list whose total says "at least". */
export const countMatching = async (ctx: Ctx, filter: MemberFilter): Promise<number> =>
  countAll(ctx, { ...MEMBER_TABLES, conditions: await memberConditions(ctx, filter) })
