import type { ErrorCode } from '../../../../server/contract/errors.ts'
import type { MemberField } from '../../../../server/modules/members/members.contract.ts'

/** The field that a refusal of the server is about. */
export const FIELD_OF = {
  MOBILE_INVALID: 'mobile',
  MOBILE_TAKEN: 'mobile',
  CONTACT_MISSING: 'mobile',
  EMAIL_INVALID: 'email',
  EMAIL_TAKEN: 'email',
  CARD_TAKEN: 'cardNo',
  EXTERNAL_ID_TAKEN: 'externalId',
  DATE_INVALID: 'birthday',
  REGION_UNKNOWN: 'regionCode',
  STORE_UNKNOWN: 'homeStoreId',
} as const satisfies Readonly<Partial<Record<ErrorCode, MemberField>>>

/** Sentences that say more than the general ones. */
export const FIELD_SENTENCES = {
  mobile: { invalid: 'members.form.mobileInvalid', required: 'members.form.contactMissing' },
  email: { invalid: 'members.form.emailInvalid' },
  birthday: { invalid: 'members.form.birthdayInvalid' },
  avatarUrl: { format: 'members.form.avatarInvalid', invalid: 'members.form.avatarInvalid' },
}
