import type { NamedInput } from '../../contract/selection.ts'
import type { Ctx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { AppError } from '../../kernel/app-error.ts'
import { findMember } from './edit-member.ts'
import { readMembers, toMemberRow } from './member-rows.ts'
import type { MemberDetail, MemberStats, NamedMember } from './members.contract.ts'
import { readMasked } from './members.privacy.ts'

/** Everything of one member that the back office shows, personal data masked. @throws AppError NOT_FOUND */
export async function getMember(ctx: Ctx, { uid }: { uid: string }): Promise<MemberDetail> {
  const { id } = await findMember(ctx, uid)
  const [member] = await readMembers(ctx, [id])
  if (!member) throw new AppError('NOT_FOUND')
  return {
    ...toMemberRow(ctx, member),
    emailMasked: readMasked(ctx.keys, member, 'email'),
    remark: member.remark,
    registerStoreId: member.registerStoreId,
    homeStoreId: member.homeStoreId,
    version: member.version,
  }
}

/** Members that the actor may see: everybody, or those whose home is one of his stores. */
export function visibleMembers({ actor }: Ctx): Prisma.MemberWhereInput {
  const { scope } = actor
  return scope.kind === 'all' ? {} : { homeStoreId: { in: [...scope.storeIds] } }
}

/** How members are called, by their ids: those who are still there and whom the actor sees. */
export const nameMembers = (ctx: Ctx, { ids }: NamedInput): Promise<NamedMember[]> =>
  ctx.db.member.findMany({
    where: { AND: [visibleMembers(ctx), { id: { in: ids } }] },
    select: { id: true, uid: true, memberNo: true, nickname: true },
    orderBy: { id: 'asc' },
  })

/** Totals of all members that the actor sees. */
export async function countMembers(ctx: Ctx): Promise<MemberStats> {
  const where = visibleMembers(ctx)
  const [members, activeMembers] = await Promise.all([
    ctx.db.member.count({ where }),
    ctx.db.member.count({ where: { ...where, status: 'active' } }),
  ])
  return { members, activeMembers }
}
