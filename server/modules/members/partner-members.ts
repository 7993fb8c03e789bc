import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { findMembersBy, referencesTo } from './find-member-ids.ts'
import { memberStatus } from './members.contract.ts'
import { readMasked } from './members.privacy.ts'
import type { FindMemberRequest, PartnerMember } from './partner-members.contract.ts'

/** A member by one of his numbers, as other systems see him. @throws AppError NO_SUCH_MEMBER */
export async function findPartnerMember(
  ctx: Ctx,
  request: FindMemberRequest,
): Promise<PartnerMember> {
  const found = await findMembersBy(ctx, referencesTo(ctx, request))
  const id = found.find((one) => one !== undefined)?.id
  const member = id === undefined ? undefined : await ctx.db.member.findUnique({ where: { id } })
  if (!member) throw new AppError('NO_SUCH_MEMBER')
  const { uid, memberNo, nickname, externalId, cardNo, registeredAt } = member
  return {
    ...{ uid, memberNo, nickname, externalId, cardNo },
    status: memberStatus.parse(member.status),
    mobile: readMasked(ctx.keys, member, 'mobile'),
    registeredAt: registeredAt.toISOString(),
  }
}
