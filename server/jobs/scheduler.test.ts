import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeJobRunners, type JobRunners } from '../testing/job-runners.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { runScheduled } from './scheduler.ts'

describeOnBothDatabases('jobs', (database) => {
  let runners: JobRunners
  let ctx: JobRunners['ctx']

  beforeEach(async () => {
    runners = await makeJobRunners(database())
    ;({ ctx } = runners)
  })
  afterEach(() => runners.close())

  it('that repeat run on one of several servers, again after a crash, and idle ones write nothing', async () => {
    const runs: string[] = []
    const task = (owner: string) => ({
      name: 'test',
      pattern: '* * * * *',
      run: () => Promise.resolve(runs.push(owner)),
    })
    const both = await Promise.all(['a', 'b'].map((owner) => runScheduled(ctx, task(owner), owner)))
    expect(both.filter(Boolean).length).toBeGreaterThanOrEqual(1)
    expect(runs).toHaveLength(both.filter(Boolean).length)
    await ctx.db.schedule.update({
      where: { name: 'test' },
      data: { leaseOwner: 'dead', leaseUntil: new Date(runners.clock.now().getTime() + 600_000) },
    })
    expect(await runScheduled(ctx, task('c'), 'c')).toBe(false)
    runners.clock.advance(601_000)
    expect(await runScheduled(ctx, task('c'), 'c')).toBe(true)
    const failing = { ...task('d'), run: () => Promise.reject(new Error('boom')) }
    expect(await runScheduled(ctx, failing, 'd')).toBe(true)
    expect(await ctx.db.schedule.findUnique({ where: { name: 'test' } })).toMatchObject({
      lastError: 'boom',
      leaseOwner: null,
    })
    const idle = { ...task('e'), name: 'idle', hasWork: () => Promise.resolve(false) }
    expect(await runScheduled(ctx, idle, 'e')).toBe(false)
    expect(await ctx.db.schedule.findUnique({ where: { name: 'idle' } })).toBeNull()
  })
})
