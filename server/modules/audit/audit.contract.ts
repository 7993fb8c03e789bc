import { z } from 'zod'
import { pageInput, pageOf } from '../../contract/pagination.ts'
import { isPlainText } from '../../contract/text.ts'

/** What is recorded. The renderer has a text for each in both languages. */
export const AUDIT_ACTIONS = [
  'session.signIn',
  'session.signInFailed',
  'session.signOut',
  'session.end',
  'session.endAll',
  'staff.create',
  'staff.update',
  'staff.setStatus',
  'staff.unlock',
  'staff.resetPassword',
  'staff.changePassword',
  'staff.enableTotp',
  'staff.disableTotp',
  'role.create',
  'role.update',
  'role.delete',
  'store.create',
  'store.update',
  'member.create',
  'member.update',
  'member.setStatus',
  'member.deleteNote',
  'member.export',
  'member.import',
  'order.import',
  'order.export',
  'points.import',
  'points.adjust',
  'points.freeze',
  'points.unfreeze',
  'points.releaseHold',
  'points.reverse',
  'pointBatch.create',
  'pointBatch.extend',
  'pointBatch.reinstate',
  'pointBatch.approve',
  'pointBatch.reject',
  'pointBatch.cancel',
  'pointBatch.resume',
  'pointBatch.undo',
  'points.export',
  'setting.update',
  'notification.updateTemplate',
  'outbox.retry',
  'outbox.discard',
  'webhook.create',
  'webhook.update',
  'webhook.rollSecret',
  'webhook.delete',
  'webhook.disable',
  'webhook.test',
  'webhook.replay',
  'personal.reveal',
  'personal.unusual',
  'audit.verify',
  'audit.export',
  'job.cancel',
  'keys.rotate',
  'keys.export',
  'keys.confirmExport',
  'apiKey.create',
  'apiKey.revoke',
] as const
export const auditAction = z.enum(AUDIT_ACTIONS)
export type AuditAction = z.infer<typeof auditAction>

export const AUDIT_TARGETS = [
  'adminUser',
  'role',
  'store',
  'member',
  'order',
  'pointBatch',
  'setting',
  'notificationTemplate',
  'delivery',
  'webhook',
  'job',
  'audit',
  'key',
  'apiKey',
] as const
export const auditTarget = z.enum(AUDIT_TARGETS)
export type AuditTarget = z.infer<typeof auditTarget>

/** Values by field, masked where they are personal. */
export const auditValues = z.record(z.string(), z.json())
export type AuditValues = z.infer<typeof auditValues>

export const auditRow = z.object({
  id: z.string(),
  at: z.int(),
  actorKind: z.enum(['staff', 'partner', 'program', 'anonymous']),
  actorId: z.int().nullable(),
  actorName: z.string(),
  action: auditAction,
  targetType: auditTarget,
  targetId: z.string(),
  targetName: z.string(),
  before: auditValues.nullable(),
  after: auditValues.nullable(),
  reason: z.string().nullable(),
  requestId: z.string(),
  address: z.string(),
  /** Place in the sealed chain; null until the sealer came by. */
  seq: z.int().nullable(),
  hash: z.string().nullable(),
})
export type AuditRow = z.infer<typeof auditRow>

/** An entry as the history of a record shows it to whoever may see the record. */
export const historyRow = auditRow.omit({
  requestId: true,
  address: true,
  seq: true,
  hash: true,
})
export type HistoryRow = z.infer<typeof historyRow>
export const historyPage = pageOf(historyRow)
export type HistoryPage = z.infer<typeof historyPage>

/** Milliseconds since 1970, up to the year 2200. */
const instant = z.int().min(0).max(7_258_118_400_000)

/** `keyword`: the beginning of a name, a request number, or a record's id. Times are epoch ms. */
export const auditFilter = z.object({
  keyword: z.string().trim().max(64).refine(isPlainText).default(''),
  action: auditAction.optional(),
  targetType: auditTarget.optional(),
  targetId: z.string().max(64).optional(),
  actorId: z.int().optional(),
  from: instant.optional(),
  to: instant.optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>

/** Newest first unless told otherwise; the other way round finds what followed an entry. */
export const listAuditInput = pageInput.extend({
  ...auditFilter.shape,
  sort: z.enum(['at']).default('at'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListAuditInput = z.infer<typeof listAuditInput>
export const auditPage = pageOf(auditRow)
export type AuditPage = z.infer<typeof auditPage>

/** A place where the log is not what was written. */
export const auditFault = z.object({
  kind: z.enum([
    'changed',
    'missing',
    'moved',
    'forged',
    'tailCut',
    'headChanged',
    'anchorMissing',
  ]),
  /** Place in the chain; null for a row outside it. */
  seq: z.int().nullable(),
  id: z.string().nullable(),
})
export type AuditFault = z.infer<typeof auditFault>

export const auditVerdict = z.object({
  entries: z.int(),
  sealedTo: z.int(),
  sealedAt: z.int().nullable(),
  faults: z.array(auditFault),
})
export type AuditVerdict = z.infer<typeof auditVerdict>

/** State of the chain: how far it is sealed, and what the last check of the whole log found. */
export const auditState = z.object({
  sealedTo: z.int(),
  sealedAt: z.int().nullable(),
  lastCheck: z
    .object({ at: z.int(), jobId: z.string(), entries: z.int(), faults: z.int() })
    .nullable(),
})
export type AuditState = z.infer<typeof auditState>
