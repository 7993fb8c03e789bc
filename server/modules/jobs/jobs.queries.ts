import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { queryRows, sql } from '../../db/sql.ts'
import { jobStatus } from './jobs.contract.ts'

const row = z.object({ id: z.string(), status: jobStatus })

/**
 * Every job of an uploaded file, as its input says. Looks through all jobs that are kept: a file is taken away
 * now and then, and starting a job need not keep an index for that.
 */
export const jobsAbout = (ctx: Ctx, fileId: string): Promise<z.infer<typeof row>[]> =>
  queryRows(ctx, sql`SELECT "id", "status" FROM "Job" WHERE "input"->>'fileId' = ${fileId}`, row)
