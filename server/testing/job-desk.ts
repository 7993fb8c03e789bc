import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Ctx, Db } from '../db/context.ts'
import type { Database } from '../db/open.ts'
import { makeJobHandlers } from '../jobs/handlers.ts'
import { startJobRunner } from '../jobs/job-runner.ts'
import { makeTasks } from '../jobs/tasks.ts'
import { makeFileAnchor } from '../modules/audit/audit.service.ts'
import { receiveFile } from '../modules/imports/imports.service.ts'
import { getJob } from '../modules/jobs/jobs.service.ts'
import { clearAudit } from './audit-entries.ts'
import { bytesOf } from './import-text.ts'
import { readSealed, readSealedBytes } from './read-sealed.ts'
import { fakeClock, makeTestContext } from './test-context.ts'
import { asStaff, makeStaff } from './test-staff.ts'

let count = 0

/** A name that no account has yet. */
const newName = (name: string): string => `${name}${(count += 1)}`

/**
 * No members, no files and no jobs, a folder for files, and an operator who asks for jobs: what tests of jobs
 * with members work on.
 */
export async function makeJobDesk(database: Database) {
  const clock = fakeClock()
  const folder = await mkdtemp(join(tmpdir(), '文件 files-'))
  const base = makeTestContext(database, { clock })
  const ctx: Ctx<Db> = { ...base, runtime: { ...base.runtime, filesDir: folder } }
  await ctx.db.member.deleteMany()
  await ctx.db.importFile.deleteMany()
  await ctx.db.importMapping.deleteMany()
  await ctx.db.job.deleteMany()
  await clearAudit(ctx)
  const person = async (role: string) =>
    asStaff(ctx, await makeStaff(ctx, { username: newName(role), roles: [role] }))
  const staff: Ctx = await person('operator')
  const anchor = makeFileAnchor(join(folder, 'anchor.json'), ctx.keys)

  return {
    ctx,
    clock,
    folder,
    staff,
    person,
    /** Runs what is queued until this job has ended. */
    async finish(id: string) {
      const keeper = { dropPreviousKeys: () => undefined }
      const runner = startJobRunner(ctx, makeJobHandlers({ folder, anchor, keeper }))
      await expect
        .poll(async () => (await getJob(ctx, id)).finishedAt, { timeout: 20_000 })
        .not.toBeNull()
      await runner.stop()
      return getJob(staff, id)
    },
    /** A file of members that the operator hands in. */
    upload: (text: string) =>
      receiveFile(staff, {
        kind: 'members',
        name: '会员.csv',
        bytes: bytesOf(Buffer.from(text))(),
      }),
    bytesOf: (name: string) => readSealedBytes(join(folder, name), ctx.keys),
    textOf: (name: string) => readSealed(join(folder, name), ctx.keys),
    /** Takes away what has had its time. @returns the files that are left */
    async cleanUp() {
      const tasks = makeTasks(folder, anchor)
      await tasks.find(({ name }) => name === 'cleanUp')?.run(ctx)
      return readdir(folder)
    },
    close: () => rm(folder, { recursive: true }),
  }
}
export type JobDesk = Awaited<ReturnType<typeof makeJobDesk>>
