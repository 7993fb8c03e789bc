import { z } from 'zod'
import { listJobsInput } from '../../../../server/modules/jobs/jobs.contract.ts'

/** What the page's address asks; jobs have one order, the newest first. */
export const jobListQuery = listJobsInput.extend({
  sort: z.enum(['createdAt']).default('createdAt'),
  order: z.enum(['desc']).default('desc'),
})
