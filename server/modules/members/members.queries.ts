import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { findMember } from './edit-member.ts'
import { readMembers, toMemberRow } from './member-rows.ts'
import type { MemberDetail, MemberStats } from './members.contract.ts'
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

/** Totals of all members that the actor sees. */
export async function countMembers(ctx: Ctx): Promise<MemberStats> {
  const { scope } = ctx.actor
  const where = scope.kind === 'all' ? {} : { homeStoreId: { in: [...scope.storeIds] } }
  const [members, activeMembers] = await Promise.all([
    ctx.db.member.count({ where }),
    ctx.db.member.count({ where: { ...where, status: 'active' } }),
  ])
  return { members, activeMembers }
}
