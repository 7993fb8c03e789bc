import { afterEach, beforeEach, expect, it } from 'vitest'
import { getJobFile } from '../modules/jobs/jobs.service.ts'
import { exportMembersInput } from '../modules/members/members.contract.ts'
import { startExport } from '../modules/members/members.service.ts'
import { createRole } from '../modules/roles/roles.service.ts'
import { createStore } from '../modules/stores/stores.service.ts'
import { makeJobDesk, type JobDesk } from '../testing/job-desk.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { asStaff, makeStaff } from '../testing/test-staff.ts'

const EXPORT = exportMembersInput.parse({
  selection: { kind: 'all', filter: {} },
  columns: ['externalId'],
  format: 'csv',
  language: 'zh',
  isPlain: false,
  purpose: '月度回访',
})

describeOnBothDatabases('the file of somebody who sees some stores', (database) => {
  let desk: JobDesk

  beforeEach(async () => {
    desk = await makeJobDesk(database())
  })
  afterEach(() => desk.close())

  it('is noted with them, and handed out while he sees each of them', async () => {
    const { ctx } = desk
    const { id: one } = await createStore(ctx, { code: 'ONE', name: '一店' })
    const { id: other } = await createStore(ctx, { code: 'OTHER', name: '二店' })
    const { id: roleId } = await createRole(ctx, {
      name: '店长',
      permissions: ['members.view', 'members.export'],
      scope: 'own',
    })
    const adminUserId = await makeStaff(ctx, {
      username: 'manager',
      roleIds: [roleId],
      storeIds: [one],
    })
    const seeing = async (...storeIds: number[]) => {
      await ctx.db.adminUserStore.deleteMany({ where: { adminUserId } })
      await ctx.db.adminUserStore.createMany({
        data: storeIds.map((storeId) => ({ adminUserId, storeId })),
      })
      return asStaff(ctx, adminUserId)
    }
    const beyond = { code: 'FILE_BEYOND_SCOPE' }

    const { id: ofOne } = await desk.finish((await startExport(await seeing(one), EXPORT)).id)
    expect(await getJobFile(await seeing(one), ofOne)).toContain(ofOne)
    expect(await getJobFile(await seeing(one, other), ofOne)).toContain(ofOne)
    await expect(getJobFile(await seeing(other), ofOne)).rejects.toMatchObject(beyond)

    const { id: ofBoth } = await desk.finish(
      (await startExport(await seeing(one, other), EXPORT)).id,
    )
    expect(await getJobFile(await seeing(one, other), ofBoth)).toContain(ofBoth)
    for (const storeId of [one, other]) {
      await expect(getJobFile(await seeing(storeId), ofBoth)).rejects.toMatchObject(beyond)
    }
  })
})
