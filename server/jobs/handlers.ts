import { checkAudit, type AuditAnchor } from '../modules/audit/audit.service.ts'
import {
  expirePointsAsJob,
  remindMembersAsJob,
} from '../modules/point-expiry/point-expiry.service.ts'
import { runPointBatch } from '../modules/point-changes/point-changes.service.ts'
import { proveLedgerAsJob } from '../modules/points/ledger-proof.ts'
import { batchMembers } from './batch-members.ts'
import { batchStaff } from './batch-staff.ts'
import { changeKey, type KeyKeeper } from './change-key.ts'
import { exportAudit } from './export-audit.ts'
import { exportMembers } from './export-members.ts'
import { exportOrders } from './export-orders.ts'
import { exportPoints } from './export-points.ts'
import { importHandlers } from './import-jobs.ts'
import type { JobHandlers } from './job-runner.ts'

interface JobSurroundings {
  /** Folder of the files that jobs make. */
  readonly folder: string
  readonly anchor: AuditAnchor
  readonly keeper: KeyKeeper
}

/** What each kind of job does. */
export const makeJobHandlers = ({ folder, anchor, keeper }: JobSurroundings): JobHandlers => ({
  'audit.verify': async (ctx, _input, control) => ({
    result: await checkAudit(ctx, { ...control, anchor }),
  }),
  'audit.export': (ctx, input, control) => exportAudit(ctx, input, control, folder),
  'staff.batch': batchStaff,
  'members.batch': batchMembers,
  'members.export': exportMembers,
  'orders.export': exportOrders,
  'points.export': exportPoints,
  ...importHandlers,
  'points.verify': async (ctx, _input, control) => ({
    result: await proveLedgerAsJob(ctx, control),
  }),
  'points.batch': runPointBatch,
  'points.expire': expirePointsAsJob,
  'points.remind': remindMembersAsJob,
  'keys.rotate': (ctx, input, control) => changeKey(ctx, input, control, { folder, keeper }),
})
