import { afterEach, beforeEach, expect, it } from 'vitest'
import { startJob } from '../modules/jobs/jobs.service.ts'
import { createRole } from '../modules/roles/roles.service.ts'
import { asStaff, makeStaff } from '../testing/test-staff.ts'
import { makeJobRunners, type JobRunners } from '../testing/job-runners.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'

describeOnBothDatabases('jobs', (database) => {
  let runners: JobRunners
  let ctx: JobRunners['ctx']

  beforeEach(async () => {
    runners = await makeJobRunners(database())
    ;({ ctx } = runners)
  })
  afterEach(() => runners.close())

  it('on many accounts change those they may and name the others', async () => {
    const chief = await runners.person('administrator')
    const [one, two] = [await runners.person('cashier'), await runners.person('cashier')]
    const batch = {
      action: 'disable',
      selection: { kind: 'some', ids: [one.id, chief.id, two.id, 999_999] },
      reason: '闭店',
    }
    const { id } = await startJob(chief.ctx, 'staff.batch', batch)
    runners.run(runners.real())
    expect(await runners.ended(id)).toMatchObject({
      result: { changed: 2, refused: [{ id: chief.id, code: 'NOT_ON_YOURSELF' }] },
      done: 3,
      total: 3,
    })
  })

  it('say of who is refused what his reason is about', async () => {
    const chief = await runners.person('administrator')
    const { id: roleId } = await createRole(ctx, {
      name: runners.newName('班长'),
      permissions: ['staff.view', 'staff.manage'],
      scope: 'all',
    })
    const leader = await makeStaff(ctx, { username: runners.newName('leader'), roleIds: [roleId] })
    const batch = {
      action: 'disable',
      selection: { kind: 'some', ids: [chief.id] },
      reason: '闭店',
    }
    const { id } = await startJob(await asStaff(ctx, leader), 'staff.batch', batch)
    runners.run(runners.real())
    const params = { permission: expect.stringMatching(/^\w+\.\w+$/) as unknown }
    expect(await runners.ended(id)).toMatchObject({
      result: { changed: 0, refused: [{ id: chief.id, code: 'RIGHT_NOT_YOURS', params }] },
    })
  })

  it('on all that match take the filter as it is when they run, without those taken out', async () => {
    const chief = await runners.person('administrator')
    const mark = runners.newName('batch')
    const ids = []
    for (let n = 0; n < 3; n += 1)
      ids.push(await makeStaff(ctx, { username: `${mark}-${n}`, roles: ['cashier'] }))
    const batch = {
      action: 'disable',
      selection: { kind: 'all', filter: { keyword: mark }, except: [ids[1] ?? 0] },
      reason: '闭店',
    }
    const { id } = await startJob(chief.ctx, 'staff.batch', batch)
    runners.run(runners.real())
    expect((await runners.ended(id)).result).toMatchObject({
      changed: 2,
      unchanged: 0,
      refused: [],
    })
    const left = await ctx.db.adminUser.findMany({ where: { id: { in: ids }, status: 'active' } })
    expect(left.map((account) => account.id)).toEqual([ids[1]])
  })
})
