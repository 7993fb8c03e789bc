import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '../db/transaction.ts'
import { recordAudit, sealAudit } from '../modules/audit/audit.service.ts'
import { enqueueJob, forgetOldJobs, getJobFile, startJob } from '../modules/jobs/jobs.service.ts'
import { auditEntries } from '../testing/audit-entries.ts'
import { readSealed } from '../testing/read-sealed.ts'
import { makeJobRunners, type JobRunners } from '../testing/job-runners.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'

const DAY_MS = 24 * 3_600_000
const refusal = (code: string) => expect.objectContaining({ code }) as unknown

describeOnBothDatabases('jobs', (database) => {
  let runners: JobRunners
  let ctx: JobRunners['ctx']

  beforeEach(async () => {
    runners = await makeJobRunners(database())
    ;({ ctx } = runners)
  })
  afterEach(() => runners.close())

  const writeEntries = async (names: readonly string[]) => {
    for (const name of names) {
      await inTransaction(ctx, (ctx) =>
        recordAudit(ctx, { action: 'store.create', target: { type: 'store', id: 1, name } }),
      )
    }
  }

  it('export the log as a file that Excel reads and runs nothing of', async () => {
    const auditor = await runners.person('auditor')
    await ctx.db.auditEntry.deleteMany()
    await writeEntries(['店，一', '=1+1', '@SUM(A1)', '引"号', '换\t行'])
    const { id } = await startJob(auditor.ctx, 'audit.export', { keyword: '' })
    runners.run(runners.real())
    expect(await runners.ended(id)).toMatchObject({
      status: 'done',
      result: { rows: 5 },
      hasFile: true,
    })
    const file = await getJobFile(auditor.ctx, id)
    expect(await readFile(join(runners.folder, file), 'latin1')).not.toContain('SUM')
    const text = await readSealed(join(runners.folder, file), ctx.keys)
    expect(text.charCodeAt(0)).toBe(0xfeff)
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true })
    expect(rows.map(({ targetName }) => targetName)).toEqual([
      '店，一',
      "'=1+1",
      "'@SUM(A1)",
      '引"号',
      '换\t行',
    ])
    await expect(getJobFile((await runners.person('administrator')).ctx, id)).rejects.toEqual(
      refusal('NOT_FOUND'),
    )
  })

  it('check the log and say in the log what they found', async () => {
    await writeEntries(['一', '二'])
    await sealAudit(ctx, runners.anchor)
    const { entryId } = await ctx.db.auditSeal.findUniqueOrThrow({ where: { seq: 2 } })
    await ctx.db.auditEntry.update({ where: { id: entryId }, data: { actorName: 'x' } })
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    runners.run(runners.real())
    expect((await runners.ended(id)).result).toMatchObject({
      faults: [{ kind: 'changed', seq: 2 }],
    })
    const [entry] = await auditEntries(ctx, { action: 'audit.verify' })
    expect(entry?.after).toMatchObject({ faults: 1 })
  })

  it('are forgotten with their files after ninety days', async () => {
    const auditor = await runners.person('auditor')
    const { id } = await startJob(auditor.ctx, 'audit.export', {})
    runners.run(runners.real())
    await runners.ended(id)
    expect(await forgetOldJobs(ctx)).toEqual([])
    runners.clock.advance(91 * DAY_MS)
    const [job] = await forgetOldJobs(ctx)
    expect(await readdir(runners.folder)).toContain(job?.resultFile)
    expect(await ctx.db.job.count()).toBe(0)
  })
})
