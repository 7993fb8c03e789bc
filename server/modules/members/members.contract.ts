import { z } from 'zod'
import { personal, revealReason } from '../../contract/personal.ts'
import { pageInput, pageOf } from '../../contract/pagination.ts'
import { isPlainText } from '../../contract/text.ts'

export const MEMBER_STATUSES = ['active', 'disabled'] as const
export const memberStatus = z.enum(MEMBER_STATUSES)

/**
 * Search of the member list. `keyword` is read by its shape: 11 digits a whole mobile, 4 digits the
 * last four (or an external id), 12 digits a member number, anything else an external id or the
 * beginning of a nickname.
 */
export const listMembersInput = pageInput.extend({
  keyword: z.string().trim().max(64).refine(isPlainText).default(''),
  status: memberStatus.optional(),
  sort: z.enum(['createdAt', 'nickname', 'memberNo']).default('createdAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListMembersInput = z.infer<typeof listMembersInput>

/** A row of the member list. Personal data is masked. Times are epoch milliseconds. */
export const memberRow = z.object({
  id: z.int(),
  uid: z.uuid(),
  memberNo: z.string(),
  externalId: z.string().nullable(),
  nickname: z.string(),
  mobileMasked: personal('mobile').nullable(),
  status: memberStatus,
  createdAt: z.int(),
  updatedAt: z.int(),
})
export type MemberRow = z.infer<typeof memberRow>

export const memberPage = pageOf(memberRow)
export type MemberPage = z.infer<typeof memberPage>

/** Totals of the books, as `stats` prints them. */
export const memberStats = z.object({ members: z.int(), activeMembers: z.int() })
export type MemberStats = z.infer<typeof memberStats>

/** Personal fields of a member that can be revealed one at a time. */
export const MEMBER_PERSONAL_FIELDS = ['mobile'] as const
export const revealMemberInput = z.object({
  uid: z.uuid(),
  field: z.enum(MEMBER_PERSONAL_FIELDS),
  reason: revealReason,
})
export type RevealMemberInput = z.infer<typeof revealMemberInput>
