import { afterEach, beforeEach, expect, it } from 'vitest'
import { cancelJob, claimJob, enqueueJob, getJob, heartbeat } from '../modules/jobs/jobs.service.ts'
import { makeJobRunners, type JobRunners } from '../testing/job-runners.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import type { JobHandler } from './job-runner.ts'

describeOnBothDatabases('jobs', (database) => {
  let runners: JobRunners
  let ctx: JobRunners['ctx']

  beforeEach(async () => {
    runners = await makeJobRunners(database())
    ;({ ctx } = runners)
  })
  afterEach(() => runners.close())

  it('run once, say how far they are, and keep their result', async () => {
    let runs = 0
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    runners.run(
      runners.handlers((_ctx, _input, control) => {
        runs += 1
        control.report(7, 7)
        return Promise.resolve({ result: { answer: 42 } })
      }),
    )
    expect(await runners.ended(id)).toMatchObject({
      status: 'done',
      done: 7,
      total: 7,
      result: { answer: 42 },
      hasFile: false,
    })
    expect(runs).toBe(1)
  })

  it('are taken by one of several servers, each once', async () => {
    const taken: string[] = []
    const ids = await Promise.all(
      Array.from({ length: 12 }, () => enqueueJob(ctx, 'audit.verify', {})),
    )
    const handler: JobHandler = (_ctx, _input, { jobId }) => {
      taken.push(jobId)
      return Promise.resolve({ result: {} })
    }
    for (let n = 0; n < 3; n += 1) runners.run(runners.handlers(handler))
    for (const { id } of ids) expect((await runners.ended(id)).status).toBe('done')
    expect(taken.sort()).toEqual(ids.map(({ id }) => id).sort())
  })

  it('stop when they are cancelled, also before they begin', async () => {
    const waiting = await enqueueJob(ctx, 'audit.verify', {})
    await cancelJob(ctx, waiting.id)
    expect((await getJob(ctx, waiting.id)).status).toBe('cancelled')
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    runners.run(
      runners.handlers(
        (_ctx, _input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Error('stopped')))
          }),
      ),
    )
    await expect.poll(async () => (await getJob(ctx, id)).status).toBe('running')
    await cancelJob(ctx, id)
    expect(await runners.ended(id)).toMatchObject({ status: 'cancelled', errorCode: null })
  })

  it('are given back when their server stops, and run by the next one', async () => {
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    const first = runners.run(
      runners.handlers(
        (_ctx, _input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Error('stopping')))
          }),
      ),
    )
    await expect.poll(async () => (await getJob(ctx, id)).status).toBe('running')
    await first.stop()
    expect((await getJob(ctx, id)).status).toBe('queued')
    runners.run(runners.handlers(() => Promise.resolve({ result: {} })))
    expect((await runners.ended(id)).status).toBe('done')
  })

  it('of a server that died are taken over after its lease, and given up after three', async () => {
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect((await claimJob(ctx, `dead-${attempt}`))?.id).toBe(id)
      expect(await claimJob(ctx, 'other')).toBeUndefined()
      expect(await heartbeat(ctx, { id, leaseOwner: 'other', done: 1, total: 1 })).toBe(false)
      runners.clock.advance(61_000)
    }
    runners.run(runners.handlers(() => Promise.resolve({ result: {} })))
    expect(await runners.ended(id)).toMatchObject({ status: 'failed', errorCode: 'JOB_ABANDONED' })
  })

  it('that were cancelled on a server that died are not begun again', async () => {
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    await claimJob(ctx, 'dead')
    await cancelJob(ctx, id)
    runners.clock.advance(61_000)
    let runs = 0
    runners.run(
      runners.handlers(() => {
        runs += 1
        return Promise.resolve({ result: {} })
      }),
    )
    expect((await runners.ended(id)).status).toBe('cancelled')
    expect(runs).toBe(0)
  })
})
