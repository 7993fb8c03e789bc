import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { auditEntries } from '../../testing/audit-entries.ts'
import { makeHolder, move, pointsOf } from '../../testing/points-desk.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { asStaff, makeStaff } from '../../testing/test-staff.ts'
import { createStore } from '../stores/stores.service.ts'
import { freezePoints, listSetAside, releaseHold, unfreezePoints } from './point-changes.service.ts'
import { listSetAsideInput } from './point-changes.contract.ts'

let count = 0

describeOnBothDatabases('points that are set aside', (database) => {
  let ctx: Ctx<Db>
  let staff: Ctx<Db>
  beforeEach(async () => {
    ctx = makeTestContext(database())
    count += 1
    staff = await asStaff(
      ctx,
      await makeStaff(ctx, { username: `aside${count}`, roles: ['operator'] }),
    )
  })
  const why = () => ({ reason: '疑似刷单', key: randomUUID() })
  const list = (by: Ctx, given: object) => listSetAside(by, listSetAsideInput.parse(given))

  it('by staff are all that can be used or is pending, and come back in parts', async () => {
    const { id, uid } = await makeHolder(ctx, { points: 100 })
    await move(ctx, id, { do: 'earn', points: 40, isPending: true, expiresOn: null })
    const all = { memberUid: uid, points: null, ...why() }
    const { holdId, available } = await freezePoints(staff, all)
    expect(available).toBe(0)
    expect(await list(staff, { memberUid: uid })).toMatchObject({
      total: 1,
      list: [{ id: holdId, kind: 'freeze', points: 140, reason: '疑似刷单', orderNo: null }],
    })
    const nothing = freezePoints(staff, { ...all, key: randomUUID() })
    await expect(nothing).rejects.toMatchObject({ code: 'NOTHING_TO_FREEZE' })
    expect(await freezePoints(staff, all)).toMatchObject({ holdId })
    const some = { holdId, points: 60, ...why() }
    await unfreezePoints(staff, some)
    await unfreezePoints(staff, some)
    expect((await list(staff, { memberUid: uid })).list).toMatchObject([
      { points: 80, openedPoints: 140 },
    ])
    await unfreezePoints(staff, { holdId, points: null, ...why() })
    expect(await pointsOf(ctx, id)).toMatchObject({ available: 100, frozen: 0 })
    expect((await list(staff, { memberUid: uid })).total).toBe(0)
    const records = await auditEntries(ctx, { targetId: uid })
    expect(records.map(({ action }) => action)).toEqual([
      'points.freeze',
      'points.unfreeze',
      'points.unfreeze',
    ])
  })

  it('are frozen once by one key, also at once, and of all nothing twice', async () => {
    const { id, uid } = await makeHolder(ctx, { points: 100 })
    const one = { memberUid: uid, points: 30, ...why() }
    await Promise.all(Array.from({ length: 6 }, () => freezePoints(staff, one)))
    expect(await pointsOf(ctx, id)).toMatchObject({ available: 70, frozen: 30 })
    const all = Array.from({ length: 4 }, () =>
      freezePoints(staff, { memberUid: uid, points: null, ...why() }),
    )
    const settled = await Promise.allSettled(all)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await pointsOf(ctx, id)).toMatchObject({ available: 0, frozen: 100 })
  })

  it('for an order are let go by hand, found by its number, and only once', async () => {
    const { id, uid, memberNo } = await makeHolder(ctx, { points: 100 })
    const expiresAt = new Date(ctx.clock.now().getTime() + 60_000)
    const { holdId } = await move(ctx, id, { do: 'hold', points: 20, expiresAt })
    expect(holdId).not.toBeNull()
    const orderNo = `SO-${count}`
    await ctx.db.pointHold.update({ where: { id: holdId ?? '' }, data: { businessId: orderNo } })
    for (const keyword of [orderNo, memberNo]) {
      expect((await list(staff, { keyword })).list).toMatchObject([{ id: holdId, orderNo }])
    }
    const letGo = { holdId: holdId ?? '', ...why() }
    await expect(unfreezePoints(staff, { ...letGo, points: null })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await releaseHold(staff, letGo)).toMatchObject({ available: 100, held: 0 })
    const again = releaseHold(staff, { ...letGo, key: randomUUID() })
    await expect(again).rejects.toMatchObject({ code: 'HOLD_CLOSED' })
    expect(await auditEntries(ctx, { action: 'points.releaseHold', targetId: uid })).toHaveLength(1)
  })

  it('of members of other stores are neither seen nor let go', async () => {
    const { id: storeId } = await createStore(ctx, { code: `ASIDE${count}`, name: '本店' })
    const scope = { kind: 'stores', storeIds: [storeId] } as const
    const leader = { ...staff, actor: { ...staff.actor, scope } }
    const theirs = await makeHolder(ctx, { points: 100 })
    const wish = { memberUid: theirs.uid, points: 10, ...why() }
    const { holdId } = await freezePoints(staff, wish)
    expect((await list(leader, {})).total).toBe(0)
    const other = { code: 'NOT_FOUND' }
    await expect(freezePoints(leader, wish)).rejects.toMatchObject(other)
    await expect(unfreezePoints(leader, { holdId, points: null, ...why() })).rejects.toMatchObject(
      other,
    )
    expect(await pointsOf(ctx, theirs.id)).toMatchObject({ frozen: 10 })
  })
})
