import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Database } from '../db/open.ts'
import { makeJobHandlers } from '../jobs/handlers.ts'
import {
  startJobRunner,
  type JobHandler,
  type JobHandlers,
  type JobRunner,
} from '../jobs/job-runner.ts'
import { makeFileAnchor } from '../modules/audit/audit.service.ts'
import type { JobRow } from '../modules/jobs/jobs.contract.ts'
import { getJob } from '../modules/jobs/jobs.service.ts'
import { clearAudit } from './audit-entries.ts'
import { fakeClock, makeTestContext } from './test-context.ts'
import { asStaff, makeStaff } from './test-staff.ts'

let count = 0

/**
 * No jobs, a folder for their files, and runners that do what is queued as a test tells them: what tests of
 * the running itself work on.
 */
export async function makeJobRunners(database: Database) {
  const clock = fakeClock()
  const ctx = makeTestContext(database, { clock })
  const runners: JobRunner[] = []
  const folder = await mkdtemp(join(tmpdir(), '任务 jobs-'))
  await ctx.db.job.deleteMany()
  await ctx.db.schedule.deleteMany()
  await clearAudit(ctx)
  const keeper = { dropPreviousKeys: () => undefined }
  const anchor = makeFileAnchor(join(folder, 'anchor.json'), ctx.keys)
  const real = (): JobHandlers => makeJobHandlers({ folder, anchor, keeper })
  const newName = (name: string): string => `job-${name}-${(count += 1)}`

  return {
    clock,
    ctx,
    folder,
    anchor,
    real,
    /** A name that nobody has yet. */
    newName,
    /** All kinds that these tests queue, done by one handler. */
    handlers: (handler: JobHandler): JobHandlers => ({
      ...real(),
      'audit.verify': handler,
      'audit.export': handler,
      'staff.batch': handler,
      'points.verify': handler,
      'keys.rotate': handler,
    }),
    /** A server that does jobs until the end of the test. */
    run(given: JobHandlers): JobRunner {
      const runner = startJobRunner(ctx, given)
      runners.push(runner)
      return runner
    },
    async ended(id: string): Promise<JobRow> {
      await expect
        .poll(async () => (await getJob(ctx, id)).finishedAt, { timeout: 10_000 })
        .not.toBeNull()
      return getJob(ctx, id)
    },
    async person(role: string) {
      const id = await makeStaff(ctx, { username: newName(role), roles: [role] })
      return { id, ctx: await asStaff(ctx, id) }
    },
    async close() {
      await Promise.all(runners.map((runner) => runner.stop()))
      await rm(folder, { recursive: true })
    },
  }
}
export type JobRunners = Awaited<ReturnType<typeof makeJobRunners>>
