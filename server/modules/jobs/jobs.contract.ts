import { z } from 'zod'
import { auditFilter } from '../audit/audit.contract.ts'
import { permission, type Permission } from '../../contract/permissions.ts'
import { pageInput, pageOf } from '../../contract/pagination.ts'

export const JOB_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export const jobStatus = z.enum(JOB_STATUSES)
export type JobStatus = z.infer<typeof jobStatus>

/** Kinds of long work. The renderer has a name for each in both languages. */
export const JOB_KINDS = [
  'audit.verify',
  'audit.export',
  'staff.batch',
  'members.batch',
  'members.export',
  'members.dryRun',
  'members.import',
  'orders.dryRun',
  'orders.import',
  'orders.export',
  'points.verify',
  'points.dryRun',
  'points.import',
  'points.batch',
  'points.export',
  'points.expire',
  'points.remind',
  'keys.rotate',
] as const
export const jobKind = z.enum(JOB_KINDS)
export type JobKind = z.infer<typeof jobKind>

/** Kinds whose input has a filter: somebody's mobile number may stand in it, so it is kept sealed. */
export const SEALED_INPUTS: ReadonlySet<JobKind> = new Set([
  'audit.export',
  'staff.batch',
  'members.batch',
  'members.export',
  'orders.export',
  'points.export',
])

/** The right that a kind of work needs: when it is asked for, while it runs, and for its file. */
export const JOB_NEEDS: Readonly<Record<JobKind, Permission>> = {
  'audit.verify': 'audit.view',
  'audit.export': 'audit.export',
  'staff.batch': 'staff.manage',
  'members.batch': 'members.disable',
  'members.export': 'members.export',
  'members.dryRun': 'members.import',
  'members.import': 'members.import',
  'orders.dryRun': 'orders.import',
  'orders.import': 'orders.import',
  'orders.export': 'orders.export',
  'points.verify': 'points.verify',
  'points.dryRun': 'points.import',
  'points.import': 'points.import',
  'points.batch': 'points.batch',
  'points.export': 'points.export',
  'points.expire': 'points.expiry',
  'points.remind': 'points.expiry',
  'keys.rotate': 'keys.manage',
}

/** What who fetches a file has to hold then: the rights it was made by, and the stores it can be about. */
export const fileNeeds = z.object({
  permissions: z.array(permission),
  stores: z.union([z.literal('all'), z.array(z.int())]),
})
export type FileNeeds = z.infer<typeof fileNeeds>

const errorParams = z.record(z.string(), z.union([z.string(), z.number()]))

export const jobRow = z.object({
  id: z.string(),
  kind: jobKind,
  status: jobStatus,
  /** Steps done and, where it is known, of how many. */
  done: z.int(),
  total: z.int().nullable(),
  result: z.json().nullable(),
  hasFile: z.boolean(),
  fileExpiresAt: z.int().nullable(),
  errorCode: z.string().nullable(),
  errorParams: errorParams.nullable(),
  requestedBy: z.string(),
  isMine: z.boolean(),
  isCancelling: z.boolean(),
  createdAt: z.int(),
  startedAt: z.int().nullable(),
  finishedAt: z.int().nullable(),
})
export type JobRow = z.infer<typeof jobRow>

export const listJobsInput = pageInput.extend({
  status: jobStatus.optional(),
  kind: jobKind.optional(),
})
export type ListJobsInput = z.infer<typeof listJobsInput>
export const jobPage = pageOf(jobRow)
export type JobPage = z.infer<typeof jobPage>

/** What of the log is exported: the filter of the page. */
export const exportAuditInput = auditFilter

/** Result of work on many records: how many, how many were so already, and why the first were refused. */
export const batchResult = z
  .object({
    changed: z.int(),
    unchanged: z.int().default(0),
    /** How many were refused; of an older job it is the length of the list. */
    refusedCount: z.int().optional(),
    refused: z.array(z.object({ id: z.int(), code: z.string(), params: errorParams.default({}) })),
  })
  .transform((result) => ({
    ...result,
    refusedCount: result.refusedCount ?? result.refused.length,
  }))
export type BatchResult = z.infer<typeof batchResult>

export { batchStaffInput } from '../staff/staff.contract.ts'
