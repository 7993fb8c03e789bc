import {
  MEMBER_PERSONAL_FIELDS,
  type Gender,
  type MemberChanges,
  type MemberDetail,
  type MemberField,
  type MemberPersonalField,
} from '../../../../server/modules/members/members.contract.ts'

/**
 * A profile as it is filled in. Personal values are not known whole to the page: those in `kept` stay as
 * they are, the others are what was typed, empty to clear.
 */
export interface MemberDraft extends Record<string, unknown> {
  nickname: string
  mobile: string
  email: string
  realName: string
  externalId: string
  cardNo: string
  avatarUrl: string
  gender: Gender
  birthday: string
  regionCode: string
  remark: string
  homeStoreId: number | null
  kept: MemberPersonalField[]
}
export type DraftValue = string | number | null

/** Every field of a profile, in the order of the form. */
export const MEMBER_FIELDS = [
  'nickname',
  'gender',
  'birthday',
  'regionCode',
  'avatarUrl',
  'mobile',
  'email',
  'realName',
  'cardNo',
  'externalId',
  'homeStoreId',
  'remark',
] as const satisfies readonly MemberField[]

/** Without a value these are empty, all others are none. */
const NEVER_NULL: readonly MemberField[] = ['nickname', 'remark']

export const isPersonalField = (field: MemberField): field is MemberPersonalField =>
  MEMBER_PERSONAL_FIELDS.some((each) => each === field)

const MASKED = {
  mobile: 'mobileMasked',
  email: 'emailMasked',
  realName: 'realNameMasked',
} as const satisfies Readonly<Record<MemberPersonalField, keyof MemberDetail>>

/** A personal value as it may be shown; null where the member has none. */
export const maskedOf = (member: MemberDetail, field: MemberPersonalField): string | null =>
  member[MASKED[field]]

export const EMPTY_MEMBER: MemberDraft = {
  nickname: '',
  mobile: '',
  email: '',
  realName: '',
  externalId: '',
  cardNo: '',
  avatarUrl: '',
  gender: 'unknown',
  birthday: '',
  regionCode: '',
  remark: '',
  homeStoreId: null,
  kept: [],
}

/** The form of a member as it is before anything is typed. */
export const memberDraftOf = (member: MemberDetail): MemberDraft => ({
  ...EMPTY_MEMBER,
  nickname: member.nickname,
  externalId: member.externalId ?? '',
  cardNo: member.cardNo ?? '',
  avatarUrl: member.avatarUrl ?? '',
  gender: member.gender,
  birthday: member.birthday ?? '',
  regionCode: member.regionCode ?? '',
  remark: member.remark,
  homeStoreId: member.homeStoreId,
  kept: MEMBER_PERSONAL_FIELDS.filter((field) => maskedOf(member, field) !== null),
})

function isChanged(draft: MemberDraft, member: MemberDetail, field: MemberField): boolean {
  if (isPersonalField(field)) {
    if (draft.kept.includes(field)) return false
    return draft[field].trim() !== '' || maskedOf(member, field) !== null
  }
  const typed = draft[field]
  return (typeof typed === 'string' ? typed.trim() : typed) !== (member[field] ?? emptyOf(field))
}
const emptyOf = (field: MemberField): DraftValue => (field === 'homeStoreId' ? null : '')

/** The fields that were changed, in the order of the form. */
export const changedFields = (draft: MemberDraft, member: MemberDetail): MemberField[] =>
  MEMBER_FIELDS.filter((field) => isChanged(draft, member, field))

/** What of a form is sent: only what was changed. The schema of the procedure checks it. */
export function changesOf(draft: MemberDraft, member: MemberDetail): MemberChanges {
  return Object.fromEntries(
    changedFields(draft, member).map((field) => {
      const typed = draft[field]
      const value = typeof typed === 'string' ? typed.trim() : typed
      return [field, value === '' && !NEVER_NULL.includes(field) ? null : value]
    }),
  )
}
