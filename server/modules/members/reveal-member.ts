import type { Revealed } from '../../contract/personal.ts'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { revealField } from '../reveals/reveals.service.ts'
import { findMember } from './edit-member.ts'
import type { RevealMemberInput } from './members.contract.ts'
import { personalPlace } from './members.privacy.ts'

/**
 * Shows one personal field of a member whole, for a minute.
 * @throws AppError NOT_FOUND for an unknown member or an empty field, REVEAL_LIMIT
 */
export async function revealMember(ctx: Ctx, input: RevealMemberInput): Promise<Revealed> {
  const { uid, field, reason } = input
  const member = await findMember(ctx, uid)
  const sealed = member[`${field}Cipher`]
  if (sealed === null) throw new AppError('NOT_FOUND')
  return revealField(ctx, {
    field,
    reason,
    target: { type: 'member', id: uid, name: member.memberNo },
    ...(member.homeStoreId === null ? {} : { storeId: member.homeStoreId }),
    read: () => ctx.keys.decrypt(personalPlace(field, uid), sealed),
  })
}
