import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  discardImport,
  setMapping,
  startDryRun,
  startImport,
} from '../modules/imports/imports.service.ts'
import { cancelJob, claimJob, finishJob, getJob, getJobFile } from '../modules/jobs/jobs.service.ts'
import { makeJobDesk, type JobDesk } from '../testing/job-desk.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'

const MEMBERS = '客户编号,手机号,昵称\n1,13812346207,夏夏\n2,138,坏号\n'
const language = 'zh' as const

describeOnBothDatabases('a file that is taken away', (database) => {
  let desk: JobDesk
  let staff: JobDesk['staff']

  beforeEach(async () => {
    desk = await makeJobDesk(database())
    ;({ staff } = desk)
  })
  afterEach(() => desk.close())

  it('takes along all that was written of its rows, also by a check with other columns', async () => {
    const { id } = await desk.upload(MEMBERS)
    const first = await desk.finish((await startDryRun(staff, { id, language })).id)
    await setMapping(staff, { id, mapping: ['externalId', 'mobile', null] })
    const second = await desk.finish((await startDryRun(staff, { id, language })).id)
    const last = await desk.finish((await startImport(staff, { id, language })).id)
    const other = await desk.upload(MEMBERS.replace('夏夏', '别人'))
    const kept = await desk.finish((await startDryRun(staff, { id: other.id, language })).id)
    expect(await readdir(desk.folder)).toHaveLength(4 * 2 + 2)

    await discardImport(staff, { id })
    expect((await readdir(desk.folder)).sort()).toEqual(
      [`import-${other.id}`, `members-${kept.id}.csv`, `refusals-${kept.id}`].sort(),
    )
    for (const job of [first, second, last]) {
      expect(await getJob(staff, job.id)).toMatchObject({ status: 'done', hasFile: false })
      await expect(getJobFile(staff, job.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    expect(await getJobFile(staff, kept.id)).toContain(kept.id)
  })

  it('stays while a job waits for it or reads it, and can go when that was cancelled', async () => {
    const { id } = await desk.upload(MEMBERS)
    const inUse = { code: 'FILE_IN_USE' }
    const dryRun = await startDryRun(staff, { id, language })
    // Whatever columns are chosen meanwhile, the job reads the file.
    await setMapping(staff, { id, mapping: ['externalId', 'mobile', null] })
    await expect(discardImport(staff, { id })).rejects.toMatchObject(inUse)
    await cancelJob(staff, dryRun.id)
    const job = await startImport(staff, { id, language })
    expect((await claimJob(desk.ctx, 'a server'))?.id).toBe(job.id)
    await cancelJob(staff, job.id)
    await expect(discardImport(staff, { id })).rejects.toMatchObject(inUse)
    expect(await readdir(desk.folder)).toEqual([`import-${id}`])
    const end = { id: job.id, leaseOwner: 'a server', done: 0 }
    await finishJob(desk.ctx, end, { status: 'cancelled' })
    await discardImport(staff, { id })
    expect(await readdir(desk.folder)).toEqual([])
  })
})
