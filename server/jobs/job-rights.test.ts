import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  cancelJob,
  enqueueJob,
  getJob,
  getJobFile,
  listJobs,
  startJob,
} from '../modules/jobs/jobs.service.ts'
import { setStaffStatus } from '../modules/staff/staff.service.ts'
import { asStaff } from '../testing/test-staff.ts'
import { makeJobRunners, type JobRunners } from '../testing/job-runners.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'

const refusal = (code: string) => expect.objectContaining({ code }) as unknown

describeOnBothDatabases('jobs', (database) => {
  let runners: JobRunners
  let ctx: JobRunners['ctx']

  beforeEach(async () => {
    runners = await makeJobRunners(database())
    ;({ ctx } = runners)
  })
  afterEach(() => runners.close())

  it('have the rights that who asked has when they run', async () => {
    const { id: chief } = await runners.person('administrator')
    expect(chief).toBeGreaterThan(0)
    const leaver = await runners.person('auditor')
    const { id } = await startJob(leaver.ctx, 'audit.export', {})
    await setStaffStatus(ctx, { id: leaver.id, status: 'disabled', reason: '离职' })
    runners.run(runners.real())
    expect(await runners.ended(id)).toMatchObject({
      status: 'failed',
      errorCode: 'UNAUTHENTICATED',
    })
  })

  it('and their files need the right that they were asked for with', async () => {
    const mover = await runners.person('auditor')
    const first = await startJob(mover.ctx, 'audit.export', { keyword: '' })
    runners.run(runners.real())
    expect((await runners.ended(first.id)).status).toBe('done')
    expect(await getJobFile(mover.ctx, first.id)).toContain(first.id)
    const { id: cashier } = await ctx.db.role.findUniqueOrThrow({ where: { code: 'cashier' } })
    await ctx.db.adminUserRole.updateMany({
      where: { adminUserId: mover.id },
      data: { roleId: cashier },
    })
    // Asked for while the right was there.
    const second = await enqueueJob(mover.ctx, 'audit.export', { keyword: '' })
    expect(await runners.ended(second.id)).toMatchObject({
      status: 'failed',
      errorCode: 'FORBIDDEN',
    })
    const moved = await asStaff(ctx, mover.id)
    await expect(getJobFile(moved, first.id)).rejects.toEqual(refusal('FORBIDDEN'))
  })

  it('of others are seen by who may, and cancelled by who may', async () => {
    const [auditor, cashier, chief] = [
      await runners.person('auditor'),
      await runners.person('cashier'),
      await runners.person('administrator'),
    ]
    const { id } = await startJob(auditor.ctx, 'audit.verify', {})
    const page = { pageNo: 1, pageSize: 20 }
    expect((await listJobs(cashier.ctx, page)).total).toBe(0)
    await expect(getJob(cashier.ctx, id)).rejects.toEqual(refusal('NOT_FOUND'))
    await expect(cancelJob(cashier.ctx, id)).rejects.toEqual(refusal('NOT_FOUND'))
    expect((await listJobs(chief.ctx, page)).list).toMatchObject([{ id, isMine: false }])
    await expect(startJob(auditor.ctx, 'audit.verify', {})).rejects.toEqual(refusal('JOB_RUNNING'))
    await cancelJob(chief.ctx, id)
    expect((await startJob(auditor.ctx, 'audit.verify', {})).id).not.toBe(id)
  })
})
