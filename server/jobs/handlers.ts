import { checkAudit, type AuditAnchor } from '../modules/audit/audit.service.ts'
import { batchMembers } from './batch-members.ts'
import { batchStaff } from './batch-staff.ts'
import { exportAudit } from './export-audit.ts'
import { exportMembers } from './export-members.ts'
import { importHandlers } from './import-jobs.ts'
import type { JobHandlers } from './job-runner.ts'

/** What each kind of job does. */
export const makeJobHandlers = (folder: string, anchor: AuditAnchor): JobHandlers => ({
  'audit.verify': async (ctx, _input, control) => ({
    result: await checkAudit(ctx, { ...control, anchor }),
  }),
  'audit.export': (ctx, input, control) => exportAudit(ctx, input, control, folder),
  'staff.batch': batchStaff,
  'members.batch': batchMembers,
  'members.export': exportMembers,
  ...importHandlers,
})
