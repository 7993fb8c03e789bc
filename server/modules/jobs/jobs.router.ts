import { z } from 'zod'
import { startedJob } from '../../contract/started-job.ts'
import { can, router } from '../../trpc/trpc.ts'
import {
  batchStaffInput,
  exportAuditInput,
  jobPage,
  jobRow,
  listJobsInput,
} from './jobs.contract.ts'
import { cancelJob, getJob, listJobs, startJob } from './jobs.service.ts'

const id = z.object({ id: z.uuid() })

/** One's own jobs are everybody's; those of others need a right, which the service asks for. */
export const jobsRouter = router({
  list: can('signedIn')
    .input(listJobsInput)
    .output(jobPage)
    .query(({ ctx, input }) => listJobs(ctx, input)),
  get: can('signedIn')
    .input(id)
    .output(jobRow)
    .query(({ ctx, input }) => getJob(ctx, input.id)),
  cancel: can('signedIn')
    .input(id)
    .output(z.void())
    .mutation(({ ctx, input }) => cancelJob(ctx, input.id)),
  verifyAudit: can('audit.view')
    .output(startedJob)
    .mutation(({ ctx }) => startJob(ctx, 'audit.verify', {})),
  batchStaff: can('staff.manage')
    .input(batchStaffInput)
    .output(startedJob)
    .mutation(({ ctx, input }) => startJob(ctx, 'staff.batch', input)),
  exportAudit: can('audit.export')
    .input(exportAuditInput)
    .output(startedJob)
    .mutation(({ ctx, input }) => startJob(ctx, 'audit.export', input)),
})
