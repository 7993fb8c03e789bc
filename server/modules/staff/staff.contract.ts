import { z } from 'zod'
import { pageInput, pageOf } from '../../contract/pagination.ts'
import { selectionOf } from '../../contract/selection.ts'
import { permission, scope } from '../../contract/permissions.ts'
import { isPlainText } from '../../contract/text.ts'
import { company, presets } from '../settings/settings.contract.ts'
import { createStoreInput } from '../stores/stores.contract.ts'

export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 128

/** Sign-in name: small letters, digits, dot, hyphen, underscore; told apart without regard to case. */
export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,31}$/)
export const displayName = z.string().trim().min(1).max(32).refine(isPlainText)
/** Length in characters is checked by the password rules; this bounds what is looked at. */
export const password = z.string().min(1).max(1024)
const totpCode = z.string().regex(/^\d{6}$/)

export const signInInput = z.object({ username, password, code: totpCode.optional() })
export type SignInInput = z.infer<typeof signInInput>

/** Who is signed in and what he may do; what the back office draws itself by. */
export const me = z.object({
  adminUserId: z.int(),
  username: z.string(),
  displayName: z.string(),
  permissions: z.array(permission),
  roles: z.array(z.object({ code: z.string(), name: z.string() })),
  scope,
  storeIds: z.array(z.int()),
  hasTotp: z.boolean(),
})
export type Me = z.infer<typeof me>

/** The shop as first run writes it, all at once: administrator, company, first store, presets. */
export const firstRunInput = z.object({
  /** Printed at start; asked for when the server listens for other machines. */
  token: z.string().max(256).optional(),
  username,
  displayName,
  password,
  company,
  store: createStoreInput,
  presets,
})
export type FirstRunInput = z.infer<typeof firstRunInput>

/** What anybody may know before signing in. */
export const sessionState = z.object({
  firstRun: z.object({ isNeeded: z.boolean(), needsToken: z.boolean() }),
  companyName: z.string().nullable(),
  me: me.nullable(),
})
export type SessionState = z.infer<typeof sessionState>

export const STAFF_STATUSES = ['active', 'disabled'] as const
export const staffStatus = z.enum(STAFF_STATUSES)

export const staffRow = z.object({
  id: z.int(),
  username: z.string(),
  displayName: z.string(),
  status: staffStatus,
  roles: z.array(z.object({ id: z.int(), code: z.string(), name: z.string() })),
  stores: z.array(z.object({ id: z.int(), name: z.string() })),
  hasTotp: z.boolean(),
  isLocked: z.boolean(),
  lastSignInAt: z.int().nullable(),
  createdAt: z.int(),
})
export type StaffRow = z.infer<typeof staffRow>

/** How an account is called. */
export const namedStaff = staffRow.pick({ id: true, username: true, displayName: true })
export type NamedStaff = z.infer<typeof namedStaff>

export const staffFilter = z.object({
  /** The beginning of a username or of a name. */
  keyword: z.string().trim().max(32).refine(isPlainText).default(''),
  status: staffStatus.optional(),
  roleId: z.int().optional(),
  storeId: z.int().optional(),
})
export type StaffFilter = z.infer<typeof staffFilter>

export const listStaffInput = pageInput.extend({
  ...staffFilter.shape,
  sort: z.enum(['username', 'lastSignInAt', 'createdAt']).default('username'),
  order: z.enum(['asc', 'desc']).default('asc'),
})
export type ListStaffInput = z.infer<typeof listStaffInput>
export const staffPage = pageOf(staffRow)

const assignments = {
  roleIds: z.array(z.int()).min(1).max(20),
  storeIds: z.array(z.int()).max(1000),
}
export const createStaffInput = z.object({ username, displayName, ...assignments })
export type CreateStaffInput = z.infer<typeof createStaffInput>
/** Accounts made at once. */
export const STAFF_BULK_MAX = 200
export const createStaffBulkInput = z.object({
  staff: z.array(createStaffInput).min(1).max(STAFF_BULK_MAX),
})
export const updateStaffInput = z.object({ id: z.int(), displayName, ...assignments })
export type UpdateStaffInput = z.infer<typeof updateStaffInput>
const reason = z.string().trim().min(2).max(200)
export const setStaffStatusInput = z.object({ id: z.int(), status: staffStatus, reason })
export type SetStaffStatusInput = z.infer<typeof setStaffStatusInput>

/** A one-time link or code that lets its owner choose a password; shown once. */
export const oneTimeReset = z.object({
  id: z.int(),
  username: z.string(),
  code: z.string(),
  expiresAt: z.int(),
})
export type OneTimeReset = z.infer<typeof oneTimeReset>
export const useResetInput = z.object({ code: z.string().trim().max(64), password })
export type UseResetInput = z.infer<typeof useResetInput>
export const changePasswordInput = z.object({ current: password, next: password })
export type ChangePasswordInput = z.infer<typeof changePasswordInput>

export const sessionRow = z.object({
  id: z.string(),
  address: z.string(),
  userAgent: z.string(),
  createdAt: z.int(),
  lastSeenAt: z.int(),
  expiresAt: z.int(),
  isThis: z.boolean(),
})
export type SessionRow = z.infer<typeof sessionRow>

/** A secret to put into an authenticator; it counts once a code of it was seen. */
export const proposedTotp = z.object({ secret: z.string(), uri: z.string() })
export const enableTotpInput = z.object({
  secret: z.string().regex(/^[A-Z2-7]{32}$/),
  code: totpCode,
})
export type EnableTotpInput = z.infer<typeof enableTotpInput>
/** One's own second factor ends with the password, not with a session that was left open. */
export const disableOwnTotpInput = z.object({ password })

/** What is done with many accounts at once, as a job. */
export const STAFF_BATCH_ACTIONS = ['disable', 'enable', 'signOut'] as const
export const batchStaffInput = z.object({
  action: z.enum(STAFF_BATCH_ACTIONS),
  selection: selectionOf(staffFilter),
  reason,
})
export type BatchStaffInput = z.infer<typeof batchStaffInput>

export const totpRemoval = z.object({ id: z.int(), reason })
export const signOutStaffInput = z.object({ id: z.int(), sessionId: z.uuid().optional() })
