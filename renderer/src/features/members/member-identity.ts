import type { MemberRow } from '../../../../server/modules/members/members.contract.ts'

/**
 * The name under which staff know a member: the nickname, else the masked mobile, else undefined,
 * which the page shows as "no name".
 */
export function displayName(
  member: Pick<MemberRow, 'nickname' | 'mobileMasked'>,
): string | undefined {
  return member.nickname.trim() || member.mobileMasked || undefined
}

/** How a member is called in a sentence: by name, else by number. */
export const callName = (
  member: Pick<MemberRow, 'nickname' | 'mobileMasked' | 'memberNo'>,
): string => displayName(member) ?? member.memberNo

/** Where a member's page is. */
export const memberPath = (uid: string): string => `/members/${uid}`
