import { afterEach, beforeEach, expect, it } from 'vitest'
import { invariant } from '../kernel/invariant.ts'
import { makeBusinessZone } from '../kernel/business-zone.ts'
import { keepTemplates } from '../modules/notifications/notifications.service.ts'
import { clearLedger } from '../testing/clear-ledger.ts'
import { makeJobRunners, type JobRunners } from '../testing/job-runners.ts'
import { makeHolder, move, pointsOf } from '../testing/points-desk.ts'
import { fakeClock } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { runScheduled } from './scheduler.ts'
import { makeTasks } from './tasks.ts'

describeOnBothDatabases('what every day does to points', (database) => {
  let jobs: JobRunners

  beforeEach(async () => {
    jobs = await makeJobRunners(database())
    const { db } = jobs.ctx
    await clearLedger(jobs.ctx)
    await db.pointExpiryRun.deleteMany()
    await db.pointReminder.deleteMany()
    await db.pointReminderDay.deleteMany()
    await db.outboxEvent.deleteMany()
    await db.notification.deleteMany()
    await keepTemplates(jobs.ctx)
  })
  afterEach(() => jobs.close())

  /** What the clock of the business starts at an instant. @returns whether it did */
  async function at(name: string, instant: string, zone = 'Asia/Shanghai'): Promise<boolean> {
    const task = makeTasks('unused', jobs.anchor).find((task) => task.name === name)
    invariant(task, `${name} is a task`)
    const ctx = { ...jobs.ctx, clock: fakeClock(instant), zone: makeBusinessZone(zone) }
    return runScheduled(ctx, task, 'here')
  }
  const queued = async (kind: string) => {
    const rows = await jobs.ctx.db.job.findMany({ where: { kind }, orderBy: { createdAt: 'asc' } })
    return rows.map(({ input }) => input)
  }

  it('begins at 00:05 of the business, once a day, and after a failure again', async () => {
    expect(await at('points.expire', '2026-03-17T16:04:59Z')).toBe(false)
    expect(await at('points.expire', '2026-03-17T16:05:00Z')).toBe(true)
    expect(await at('points.expire', '2026-03-18T15:59:00Z')).toBe(false)
    expect(await at('points.expire', '2026-03-18T16:05:00Z')).toBe(true)
    expect(await queued('points.expire')).toEqual([{ day: '2026-03-18' }, { day: '2026-03-19' }])
    await jobs.ctx.db.schedule.updateMany({ data: { lastError: 'full disk' } })
    expect(await at('points.expire', '2026-03-18T17:00:00Z')).toBe(true)
  })

  it('goes by the clock of the zone', async () => {
    expect(await at('points.expire', '2026-03-18T04:04:00Z', 'America/New_York')).toBe(false)
    expect(await at('points.expire', '2026-03-18T04:05:00Z', 'America/New_York')).toBe(true)
  })

  it('is made up for when the server was off at the time', async () => {
    expect(await at('points.expire', '2026-03-10T16:05:00Z')).toBe(true)
    expect(await at('points.expire', '2026-03-18T06:26:00Z')).toBe(true)
    expect((await queued('points.expire')).at(-1)).toEqual({ day: '2026-03-18' })
  })

  it('writes to nobody at night', async () => {
    expect(await at('points.remind', '2026-03-18T00:59:00Z')).toBe(false)
    expect(await at('points.remind', '2026-03-18T01:00:00Z')).toBe(true)
  })

  it('takes off what is over and tells of what soon will be, in words', async () => {
    const { id, uid } = await makeHolder(jobs.ctx)
    const earn = (points: number, expiresOn: string) =>
      move(jobs.ctx, id, { do: 'earn', points, isPending: false, expiresOn })
    await earn(10, '2026-03-17')
    await earn(1500, '2026-03-25')
    await at('points.expire', '2026-03-18T06:26:00Z')
    await at('points.remind', '2026-03-18T06:26:00Z')
    jobs.run(jobs.real())
    const [expire, remind] = await jobs.ctx.db.job.findMany({ orderBy: { kind: 'asc' } })
    expect(await jobs.ended(expire?.id ?? '')).toMatchObject({
      ...{ status: 'done', result: { asOf: '2026-03-18', changed: 1, points: 10 } },
      ...{ done: 1, total: 1 },
    })
    expect(await jobs.ended(remind?.id ?? '')).toMatchObject({ result: { changed: 1 } })
    expect(await pointsOf(jobs.ctx, id)).toMatchObject({ available: 1500 })
    const tasks = makeTasks('unused', jobs.anchor)
    await tasks.find(({ name }) => name === 'outbox.dispatch')?.run(jobs.ctx)
    const [note] = await jobs.ctx.db.notification.findMany()
    expect(note).toMatchObject({ memberUid: uid, event: 'points.expiring', status: 'sent' })
    expect(note?.title).toBe('1,500 积分即将过期')
    expect(note?.body).toContain('可以用到 2026-03-25（还剩 7 天）')
  })

  it('lets go of holds whose time is up', async () => {
    const { id } = await makeHolder(jobs.ctx, { points: 10 })
    const expiresAt = new Date(jobs.clock.now().getTime() + 1000)
    await move(jobs.ctx, id, { do: 'hold', points: 10, expiresAt })
    expect(await at('points.expireHolds', '2026-03-18T06:26:00Z')).toBe(false)
    expect(await at('points.expireHolds', '2026-03-18T06:26:01Z')).toBe(true)
    expect(await pointsOf(jobs.ctx, id)).toMatchObject({ available: 10 })
  })
})
