import { beforeEach, describe, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { clearLedger } from '../../testing/clear-ledger.ts'
import { decide, makeHolder, move } from '../../testing/points-desk.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { remindMembers } from './remind-members.ts'
import { dueReminders } from './reminders.rules.ts'

const TODAY = '2026-03-18'

describe('the days to remind of', () => {
  const remindDays = [30, 7, 1]
  it('are those of the setting from today', () => {
    expect(dueReminders({ after: '2026-03-17', today: TODAY, remindDays })).toEqual([
      { expiresOn: '2026-03-19', days: 1 },
      { expiresOn: '2026-03-25', days: 7 },
      { expiresOn: '2026-04-17', days: 30 },
    ])
    expect(dueReminders({ after: '2026-03-17', today: TODAY, remindDays: [] })).toEqual([])
  })

  it('are made up for after days without a run: the nearest only, of no day that is over', () => {
    const due = dueReminders({ after: '2026-02-01', today: TODAY, remindDays })
    expect(due[0]).toEqual({ expiresOn: TODAY, days: 1 })
    expect(due[1]).toEqual({ expiresOn: '2026-03-19', days: 1 })
    expect(due[2]).toEqual({ expiresOn: '2026-03-20', days: 7 })
    expect(due.filter(({ days }) => days === 7)).toHaveLength(6)
    expect(due.at(-1)).toEqual({ expiresOn: '2026-04-17', days: 30 })
    expect(new Set(due.map(({ expiresOn }) => expiresOn)).size).toBe(due.length)
  })
})

describeOnBothDatabases('reminders of points that expire', (database) => {
  let ctx: Ctx<Db>

  beforeEach(async () => {
    ctx = makeTestContext(database())
    await clearLedger(ctx)
    await ctx.db.pointReminder.deleteMany()
    await ctx.db.pointReminderDay.deleteMany()
    await ctx.db.outboxEvent.deleteMany()
    await decide(ctx, { remindDays: [30, 7, 1] })
  })

  const earn = (memberId: number, points: number, expiresOn: string, isPending = false) =>
    move(ctx, memberId, { do: 'earn', points, isPending, expiresOn })
  const told = async () => {
    const events = await ctx.db.outboxEvent.findMany({ where: { type: 'points.expiring' } })
    return events.map(({ payload }) => payload)
  }

  it('name the sum of what can be used through a day, once a day of the setting', async () => {
    const { id, uid: memberUid } = await makeHolder(ctx, { points: 1000 })
    await earn(id, 10, '2026-03-25')
    await earn(id, 20, '2026-03-25')
    await earn(id, 40, '2026-03-26')
    await earn(id, 80, '2026-03-25', true)
    await move(ctx, id, { do: 'hold', points: 5, expiresAt: null })
    const expiresOn = '2026-03-25'
    expect(await remindMembers(ctx, { today: TODAY })).toBe(1)
    const first = { memberUid, points: 25, expiresOn, daysLeft: 7 }
    expect(await told()).toEqual([first])
    await ctx.db.pointReminderDay.deleteMany()
    expect(await remindMembers(ctx, { today: TODAY })).toBe(0)
    expect(await remindMembers(ctx, { today: '2026-03-19' })).toBe(1)
    expect(await remindMembers(ctx, { today: '2026-03-24' })).toBe(1)
    expect(await told()).toContainEqual({ memberUid, points: 25, expiresOn, daysLeft: 1 })
  })

  it('go by the setting', async () => {
    const { id } = await makeHolder(ctx)
    await earn(id, 10, '2026-03-25')
    await decide(ctx, { remindDays: [8, 6] })
    expect(await remindMembers(ctx, { today: TODAY })).toBe(0)
    expect(await remindMembers(ctx, { today: '2026-03-19' })).toBe(1)
  })

  it('are written once by two at once, and to nobody who is disabled', async () => {
    for (let n = 0; n < 7; n += 1) await earn((await makeHolder(ctx)).id, 10, '2026-03-25')
    const { id } = await makeHolder(ctx)
    await earn(id, 10, '2026-03-25')
    await ctx.db.member.update({ where: { id }, data: { status: 'disabled' } })
    const given = { today: TODAY, step: 2 }
    const counts = await Promise.all([remindMembers(ctx, given), remindMembers(ctx, given)])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(7)
    expect(await told()).toHaveLength(7)
  })

  it('that were missed come as one, the nearest, and a run that was killed goes on', async () => {
    await remindMembers(ctx, { today: '2026-02-01' })
    const [near, far] = [await makeHolder(ctx), await makeHolder(ctx)]
    await earn(near.id, 10, '2026-03-20')
    await earn(far.id, 10, '2026-04-10')
    const killed = new AbortController()
    const onProgress = () => killed.abort()
    const run = remindMembers(ctx, { today: TODAY, signal: killed.signal, onProgress })
    await expect(run).rejects.toThrow()
    expect(await told()).toEqual([
      { memberUid: near.uid, points: 10, expiresOn: '2026-03-20', daysLeft: 2 },
    ])
    expect(await remindMembers(ctx, { today: TODAY })).toBe(1)
    expect(await told()).toContainEqual({
      ...{ memberUid: far.uid, points: 10, expiresOn: '2026-04-10', daysLeft: 23 },
    })
    expect(await remindMembers(ctx, { today: TODAY })).toBe(0)
  })

  it('are forgotten when their day is over', async () => {
    const { id } = await makeHolder(ctx)
    await earn(id, 10, '2026-03-19')
    await remindMembers(ctx, { today: TODAY })
    expect(await ctx.db.pointReminder.count()).toBe(1)
    await remindMembers(ctx, { today: '2026-03-20' })
    expect(await ctx.db.pointReminder.count()).toBe(0)
  })
})
