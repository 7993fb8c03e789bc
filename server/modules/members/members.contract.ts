import { z } from 'zod'
import { businessDay, isDay } from '../../contract/dates.ts'
import { isEmail, normaliseEmail } from '../../contract/email.ts'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'
import { longPageInput, longPageOf, pageInput } from '../../contract/pagination.ts'
import { personal, revealReason } from '../../contract/personal.ts'
import { historyPage } from '../audit/audit.contract.ts'
import { selectionOf } from '../../contract/selection.ts'
import { exportFormat } from '../../contract/table.ts'
import { isPlainText } from '../../contract/text.ts'

export const MEMBER_STATUSES = ['active', 'disabled'] as const
export const memberStatus = z.enum(MEMBER_STATUSES)
export type MemberStatus = z.infer<typeof memberStatus>

export const GENDERS = ['unknown', 'female', 'male'] as const
export const gender = z.enum(GENDERS)
export type Gender = z.infer<typeof gender>

const WRITTEN_GENDERS: ReadonlyMap<string, Gender> = new Map([
  ['0', 'unknown'],
  ['1', 'male'],
  ['2', 'female'],
  ['男', 'male'],
  ['女', 'female'],
  ['未知', 'unknown'],
  ['保密', 'unknown'],
  ['m', 'male'],
  ['f', 'female'],
  ['male', 'male'],
  ['female', 'female'],
  ['unknown', 'unknown'],
])
/** A gender as files write it; undefined for what is none. */
export const readGender = (text: string): Gender | undefined =>
  WRITTEN_GENDERS.get(text.toLowerCase())

const WRITTEN_STATUSES: ReadonlyMap<string, MemberStatus> = new Map([
  ['正常', 'active'],
  ['启用', 'active'],
  ['有效', 'active'],
  ['active', 'active'],
  ['enabled', 'active'],
  ['停用', 'disabled'],
  ['禁用', 'disabled'],
  ['冻结', 'disabled'],
  ['disabled', 'disabled'],
])
/** A status as files write it; undefined for what is none. */
export const readStatus = (text: string): MemberStatus | undefined =>
  WRITTEN_STATUSES.get(text.toLowerCase())

/** Where a member registered. */
export const REGISTER_CHANNELS = [
  'backOffice',
  'import',
  'store',
  'miniProgram',
  'officialAccount',
  'h5',
  'partner',
] as const
export const registerChannel = z.enum(REGISTER_CHANNELS)
export type RegisterChannel = z.infer<typeof registerChannel>

const WRITTEN_CHANNELS: ReadonlyMap<string, RegisterChannel> = new Map([
  ['后台', 'backOffice'],
  ['back office', 'backOffice'],
  ['导入', 'import'],
  ['门店', 'store'],
  ['线下', 'store'],
  ['小程序', 'miniProgram'],
  ['微信小程序', 'miniProgram'],
  ['mini program', 'miniProgram'],
  ['公众号', 'officialAccount'],
  ['微信公众号', 'officialAccount'],
  ['official account', 'officialAccount'],
  ['合作方', 'partner'],
  ...REGISTER_CHANNELS.map((channel) => [channel.toLowerCase(), channel] as const),
])
/** A channel as files write it; undefined for what is none. */
export const readChannel = (text: string): RegisterChannel | undefined =>
  WRITTEN_CHANNELS.get(text.toLowerCase())

export const NICKNAME_MAX = 64
export const REAL_NAME_MAX = 32
export const EXTERNAL_ID_MAX = 64
export const CARD_NO_MAX = 32
export const REMARK_MAX = 500
export const NOTE_MAX = 1_000
export const URL_MAX = 500

const line = (max: number) => z.string().trim().max(max).refine(isPlainText)
/** An empty field says that there is none. */
const orNull = <T extends z.ZodType<string>>(schema: T) =>
  z
    .union([z.literal('').transform(() => null), schema])
    .nullable()
    .default(null)

const mobile = z
  .string()
  .max(32)
  .transform(normaliseMobile)
  .refine(isMobile, { message: 'MOBILE_INVALID' })
const email = z
  .string()
  .max(254)
  .transform(normaliseEmail)
  .refine(isEmail, { message: 'EMAIL_INVALID' })
/** A day that existed, not before 1900; the service refuses one that is still to come. */
const birthday = z.string().refine(isDay, { message: 'DATE_INVALID' })
export const avatarUrl = z.url({ protocol: /^https$/ }).max(URL_MAX)
const regionCode = z.string().regex(/^\d{6}$/)
const remark = z
  .string()
  .trim()
  .max(REMARK_MAX)
  .refine((text) => isPlainText(text.replaceAll(/\r?\n/g, '')))

/** What staff can fill in. Personal fields are given whole and come back masked. */
const profileFields = {
  nickname: line(NICKNAME_MAX),
  mobile: orNull(mobile),
  email: orNull(email),
  realName: orNull(line(REAL_NAME_MAX).min(1)),
  externalId: orNull(line(EXTERNAL_ID_MAX).min(1)),
  cardNo: orNull(line(CARD_NO_MAX).min(1)),
  avatarUrl: orNull(avatarUrl),
  gender,
  birthday: orNull(birthday),
  regionCode: orNull(regionCode),
  remark,
  homeStoreId: z.int().nullable(),
}

export const createMemberInput = z
  .object({
    ...profileFields,
    nickname: profileFields.nickname.default(''),
    gender: gender.default('unknown'),
    remark: remark.default(''),
    homeStoreId: z.int().nullable().default(null),
  })
  .refine(({ mobile, externalId, cardNo }) => (mobile ?? externalId ?? cardNo) !== null, {
    path: ['mobile'],
    message: 'CONTACT_MISSING',
  })
export type CreateMemberInput = z.infer<typeof createMemberInput>

/** Profile fields an edit can change; a field that is left out stays as it is. */
export const memberChanges = z.object({
  nickname: profileFields.nickname.optional(),
  mobile: mobile.nullable().optional(),
  email: email.nullable().optional(),
  realName: line(REAL_NAME_MAX).min(1).nullable().optional(),
  externalId: line(EXTERNAL_ID_MAX).min(1).nullable().optional(),
  cardNo: line(CARD_NO_MAX).min(1).nullable().optional(),
  avatarUrl: avatarUrl.nullable().optional(),
  gender: gender.optional(),
  birthday: birthday.nullable().optional(),
  regionCode: regionCode.nullable().optional(),
  remark: remark.optional(),
  homeStoreId: z.int().nullable().optional(),
})
export type MemberChanges = z.infer<typeof memberChanges>
export type MemberField = keyof MemberChanges

const uid = z.object({ uid: z.uuid() })

/** `version` is the one the editor saw; another one by now is refused with MEMBER_CHANGED. */
export const updateMemberInput = uid.extend({ version: z.int(), changes: memberChanges })
export type UpdateMemberInput = z.infer<typeof updateMemberInput>

export const memberUidInput = uid
/** Asks what has happened to a member since a version. */
export const memberChangesInput = uid.extend({ version: z.int() })
export type MemberChangesInput = z.infer<typeof memberChangesInput>

const reason = z.string().trim().min(2).max(200)
export const setMemberStatusInput = uid.extend({ status: memberStatus, reason })
export type SetMemberStatusInput = z.infer<typeof setMemberStatusInput>

/** `MM-DD`. A range may cross the end of the year. */
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
const count = z.int().min(0).max(2_000_000_000)
const fen = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/**
 * Filter of the member list. `keyword` is read by its shape: 11 digits a whole mobile, 4 digits the last
 * four, 12 digits a member number, an e-mail address, else a whole real name or a part of a nickname; card
 * and external numbers are always looked for. `regionCode` also finds what lies in a province or city.
 */
export const memberFilter = z.object({
  keyword: z.string().trim().max(64).refine(isPlainText).default(''),
  status: memberStatus.optional(),
  gender: gender.optional(),
  registerChannel: registerChannel.optional(),
  registerStoreId: z.int().optional(),
  homeStoreId: z.int().optional(),
  regionCode: regionCode.optional(),
  registeredFrom: businessDay.optional(),
  registeredTo: businessDay.optional(),
  birthdayFrom: monthDay.optional(),
  birthdayTo: monthDay.optional(),
  spendFenMin: fen.optional(),
  spendFenMax: fen.optional(),
  orderCountMin: count.optional(),
  orderCountMax: count.optional(),
  lastOrderFrom: businessDay.optional(),
  lastOrderTo: businessDay.optional(),
})
export type MemberFilter = z.infer<typeof memberFilter>

export const MEMBER_SORTS = [
  'registeredAt',
  'nickname',
  'memberNo',
  'spendFen',
  'orderCount',
  'lastOrderDate',
] as const

export const listMembersInput = longPageInput.extend(memberFilter.shape).extend({
  sort: z.enum(MEMBER_SORTS).default('registeredAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListMembersInput = z.infer<typeof listMembersInput>

/** A row of the member list. Personal data is masked. Times are epoch milliseconds, money is fen. */
export const memberRow = z.object({
  id: z.int(),
  uid: z.uuid(),
  memberNo: z.string(),
  externalId: z.string().nullable(),
  cardNo: z.string().nullable(),
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  mobileMasked: personal('mobile').nullable(),
  realNameMasked: personal('realName').nullable(),
  gender,
  birthday: z.string().nullable(),
  regionCode: z.string().nullable(),
  status: memberStatus,
  registerChannel,
  registerStore: z.string().nullable(),
  homeStore: z.string().nullable(),
  registeredAt: z.int(),
  orderCount: z.int(),
  spendFen: z.int(),
  /** Business date; empty without an order. */
  lastOrderDate: z.string(),
  updatedAt: z.int(),
})
export type MemberRow = z.infer<typeof memberRow>

export const memberPage = longPageOf(memberRow)
export type MemberPage = z.infer<typeof memberPage>

/** Everything of one member that the back office shows. */
export const memberDetail = memberRow.extend({
  emailMasked: personal('email').nullable(),
  remark: z.string(),
  registerStoreId: z.int().nullable(),
  homeStoreId: z.int().nullable(),
  version: z.int(),
})
export type MemberDetail = z.infer<typeof memberDetail>

/** How a member is called, without anything personal but what he calls himself. */
export const namedMember = memberRow.pick({ id: true, uid: true, memberNo: true, nickname: true })
export type NamedMember = z.infer<typeof namedMember>

/** One change by somebody else; personal values are masked. */
export const memberChange = z.object({
  at: z.int(),
  actorName: z.string(),
  before: z.record(z.string(), z.json()),
  after: z.record(z.string(), z.json()),
})
export type MemberChange = z.infer<typeof memberChange>

/** Asks what was done to a member, a page at a time. */
export const memberHistoryInput = pageInput.extend(uid.shape)
export const memberHistory = historyPage
export type MemberHistoryInput = z.infer<typeof memberHistoryInput>

export const memberNote = z.object({
  id: z.uuid(),
  text: z.string(),
  authorName: z.string(),
  isMine: z.boolean(),
  createdAt: z.int(),
})
export type MemberNote = z.infer<typeof memberNote>
export const addNoteInput = uid.extend({
  // Pasted from a table, a note has tabs in it.
  text: z
    .string()
    .overwrite((text) => text.replaceAll('\t', ' '))
    .trim()
    .min(1)
    .max(NOTE_MAX)
    .refine((text) => isPlainText(text.replaceAll(/\r?\n/g, ''))),
})
export type AddNoteInput = z.infer<typeof addNoteInput>
export const deleteNoteInput = uid.extend({ noteId: z.uuid() })
export type DeleteNoteInput = z.infer<typeof deleteNoteInput>

export const memberSelection = selectionOf(memberFilter)
export type MemberSelection = z.infer<typeof memberSelection>
export const batchMembersInput = z.object({
  action: z.enum(['enable', 'disable']),
  selection: memberSelection,
  reason,
})
export type BatchMembersInput = z.infer<typeof batchMembersInput>

/** Columns of an export, in the order in which they stand in the file. */
export const MEMBER_EXPORT_COLUMNS = [
  'memberNo',
  'externalId',
  'cardNo',
  'nickname',
  'mobile',
  'email',
  'realName',
  'gender',
  'birthday',
  'region',
  'status',
  'registerChannel',
  'registerStore',
  'homeStore',
  'registeredAt',
  'orderCount',
  'spend',
  'lastOrderDate',
  'avatar',
  'remark',
] as const
/** `isPlain` writes personal data whole and asks for a right of its own. Rows come in the order of the list. */
export const exportMembersInput = z.object({
  selection: memberSelection,
  sort: listMembersInput.shape.sort,
  order: listMembersInput.shape.order,
  columns: z.array(z.enum(MEMBER_EXPORT_COLUMNS)).min(1),
  format: exportFormat,
  language: z.enum(['zh', 'en']),
  isPlain: z.boolean(),
  purpose: reason,
})
export type ExportMembersInput = z.infer<typeof exportMembersInput>

/** Totals of the books, as `stats` prints them. */
export const memberStats = z.object({ members: z.int(), activeMembers: z.int() })
export type MemberStats = z.infer<typeof memberStats>

/** Personal fields of a member that can be revealed one at a time. */
export const MEMBER_PERSONAL_FIELDS = ['mobile', 'email', 'realName'] as const
export type MemberPersonalField = (typeof MEMBER_PERSONAL_FIELDS)[number]
export const revealMemberInput = z.object({
  uid: z.uuid(),
  field: z.enum(MEMBER_PERSONAL_FIELDS),
  reason: revealReason,
})
export type RevealMemberInput = z.infer<typeof revealMemberInput>
