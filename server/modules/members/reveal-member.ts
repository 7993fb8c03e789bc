import type { Revealed } from '../../contract/personal.ts'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { revealField } from '../reveals/reveals.service.ts'
import type { RevealMemberInput } from './members.contract.ts'
import { mobilePlace } from './members.privacy.ts'

/**
 * Shows one personal field of a member whole, for a minute.
 * @throws AppError NOT_FOUND for an unknown member or an empty field, REVEAL_LIMIT
 */
export async function revealMember(ctx: Ctx, input: RevealMemberInput): Promise<Revealed> {
  const { uid, field, reason } = input
  const member = await ctx.db.member.findUnique({
    where: { uid },
    select: { memberNo: true, mobileCipher: true },
  })
  const sealed = member?.mobileCipher
  if (!member || !sealed) throw new AppError('NOT_FOUND')
  return revealField(ctx, {
    field,
    reason,
    target: { type: 'member', id: uid, name: member.memberNo },
    read: () => ctx.keys.decrypt(mobilePlace(uid), sealed),
  })
}
