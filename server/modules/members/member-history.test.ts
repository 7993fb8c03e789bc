import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { makeJobDesk, type JobDesk } from '../../testing/job-desk.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { asStaff, makeStaff } from '../../testing/test-staff.ts'
import { startImport } from '../imports/imports.service.ts'
import { createStore } from '../stores/stores.service.ts'
import { createMemberInput, memberHistoryInput } from './members.contract.ts'
import {
  createMember,
  readMemberHistory,
  revealMember,
  setMemberStatus,
} from './members.service.ts'

describeOnBothDatabases('the history of a member', (database) => {
  let desk: JobDesk
  let ctx: Ctx<Db>
  let count = 0
  beforeEach(async () => {
    desk = await makeJobDesk(database())
    ctx = desk.ctx
  })
  afterEach(() => desk.close())

  const historyOf = async (uid: string, by: Ctx = ctx) =>
    (await readMemberHistory(by, memberHistoryInput.parse({ uid }))).list
  const cashierOf = async (storeId: number) =>
    asStaff(
      ctx,
      await makeStaff(ctx, {
        username: `till${(count += 1)}`,
        roles: ['cashier'],
        storeIds: [storeId],
      }),
    )

  it('ends with the import that brought him in: when, by whom, from which file', async () => {
    const file = await desk.upload('客户编号,昵称\n1,夏夏\n')
    await desk.finish((await startImport(desk.staff, { id: file.id, language: 'zh' })).id)
    const { uid } = await ctx.db.member.findUniqueOrThrow({ where: { externalId: '1' } })
    await setMemberStatus(ctx, { uid, status: 'disabled', reason: '本人要求' })
    expect(await historyOf(uid)).toMatchObject([
      { action: 'member.setStatus', reason: '本人要求' },
      { action: 'member.import', actorName: desk.staff.actor.name, after: { file: '会员.csv' } },
    ])
  })

  it('is for whoever may see the member, without the right to the audit log, and for nobody else', async () => {
    const [here, there] = [
      await createStore(ctx, { code: `H${(count += 1)}`, name: '本店' }),
      await createStore(ctx, { code: `T${(count += 1)}`, name: '别家店' }),
    ]
    const profile = { externalId: 'X', mobile: '13812346207', homeStoreId: here.id }
    const { uid } = await createMember(ctx, createMemberInput.parse(profile))
    const cashier = await cashierOf(here.id)
    expect(cashier.actor.permissions.has('audit.view')).toBe(false)
    const [entry] = await historyOf(uid, cashier)
    expect(entry).toMatchObject({ action: 'member.create', after: { mobile: '138****6207' } })
    expect(Object.keys(entry ?? {})).not.toContain('address')
    await expect(historyOf(uid, await cashierOf(there.id))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('tells changes, not who looked', async () => {
    const { uid } = await createMember(ctx, createMemberInput.parse({ mobile: '13812346208' }))
    await revealMember(desk.staff, { uid, field: 'mobile', reason: 'delivery' })
    expect((await historyOf(uid)).map(({ action }) => action)).toEqual(['member.create'])
  })
})
