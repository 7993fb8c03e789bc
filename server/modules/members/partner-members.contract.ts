import { z } from 'zod'
import { isPlainText } from '../../contract/text.ts'
import { memberStatus } from './members.contract.ts'

const number = z.string().trim().min(1).max(64).refine(isPlainText)

export const partnerMemberParams = z.object({ uid: z.uuid() })

/** How other systems name a member: exactly one of the numbers by which he is known. */
export const findMemberRequest = z
  .strictObject({
    uid: z.uuid().optional(),
    memberNo: number.optional(),
    externalId: number.optional(),
    cardNo: number.optional(),
    mobile: number.optional(),
  })
  .refine((ref) => Object.values(ref).filter((value) => value !== undefined).length === 1, {
    message: 'EXACTLY_ONE',
  })
export type FindMemberRequest = z.infer<typeof findMemberRequest>

/** A member as other systems see him. */
export const partnerMember = z.object({
  uid: z.string(),
  memberNo: z.string(),
  status: memberStatus,
  nickname: z.string(),
  /** `138****1234` */
  mobile: z.string().nullable(),
  externalId: z.string().nullable(),
  cardNo: z.string().nullable(),
  registeredAt: z.string(),
})
export type PartnerMember = z.infer<typeof partnerMember>
