import { afterEach, beforeEach, expect, it } from 'vitest'
import { inTransaction } from '../db/transaction.ts'
import { AppError } from '../kernel/app-error.ts'
import { batchResult } from '../modules/jobs/jobs.contract.ts'
import { changeKept, claimJob, getJob, readInput, startJob } from '../modules/jobs/jobs.service.ts'
import { memberImporter } from '../modules/members/members.service.ts'
import { importBytes } from '../testing/import-text.ts'
import { makeJobDesk, type JobDesk } from '../testing/job-desk.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { batchMembers } from './batch-members.ts'
import type { ResumableControl } from './job-runner.ts'
import { runBatch } from './run-batch.ts'

const AFTER_LEASE_MS = 61_000

describeOnBothDatabases('work on many records', (database) => {
  let desk: JobDesk
  let ctx: JobDesk['ctx']

  beforeEach(async () => {
    desk = await makeJobDesk(database())
    ;({ ctx } = desk)
  })
  afterEach(() => desk.close())

  const control: ResumableControl = {
    jobId: 'x',
    signal: new AbortController().signal,
    report: () => undefined,
    kept: null,
    change: (ctx, work) => inTransaction(ctx, (ctx) => work(ctx, () => Promise.resolve())),
  }
  /** What comes of as many records as there are answers. */
  const resultOf = async (answers: readonly (boolean | AppError)[]) => {
    async function* records() {
      yield* answers.map((answer, i) => ({ id: i + 1, answer }))
    }
    const { result } = await runBatch(ctx, control, {
      count: () => Promise.resolve(answers.length),
      records: records(),
      change: (_ctx, { answer }) =>
        answer instanceof AppError ? Promise.reject(answer) : Promise.resolve(answer),
    })
    return result
  }

  it('counts every refusal, and names the first two hundred', async () => {
    const refusals = Array.from({ length: 350 }, () => new AppError('NOT_ON_YOURSELF'))
    const result = await resultOf([true, false, ...refusals])
    expect(result).toMatchObject({ changed: 1, unchanged: 1, refusedCount: 350 })
    expect(result.refused).toHaveLength(200)
    expect(result.refused[0]).toEqual({ id: 3, code: 'NOT_ON_YOURSELF', params: {} })
  })

  it('takes a busy database for no refusal: it ends the work', async () => {
    const busy = { code: 'DATABASE_BUSY' }
    await expect(resultOf([true, new AppError('DATABASE_BUSY')])).rejects.toMatchObject(busy)
  })

  it('of an older version is read with as many refusals as it names', () => {
    const refused = [{ id: 3, code: 'NOT_FOUND' }]
    expect(batchResult.parse({ changed: 1, refused })).toMatchObject({ refusedCount: 1 })
  })

  /** A job that a server has begun and will never end, with what is needed to run it. */
  const beginBatch = async (action: 'enable' | 'disable', filter: { status?: string }) => {
    const selection = { kind: 'all', filter, except: [] }
    await startJob(desk.staff, 'members.batch', { action, reason: '批量核查', selection })
    const job = await claimJob(ctx, 'dead')
    if (!job) throw new Error('nothing to claim')
    const lease = { id: job.id, leaseOwner: 'dead' }
    const own: ResumableControl = {
      ...control,
      change: (ctx, work) => changeKept(ctx, lease, work),
    }
    return { id: job.id, own, input: readInput(ctx.keys, job) }
  }
  const importMembers = () => importBytes(ctx, memberImporter, '客户编号\n1\n2\n3\n4\n5\n')
  const statuses = async () =>
    (await ctx.db.member.findMany({ orderBy: { id: 'asc' } })).map(({ status }) => status)

  it.each([{}, { status: 'active' }])(
    'goes on after a crash with the counts that it had: %o',
    async (filter) => {
      await importMembers()
      const { id, own, input } = await beginBatch('disable', filter)
      const crash = new AbortController()
      const report = (done: number) => {
        if (done === 3) crash.abort()
      }
      const crashing = { ...own, signal: crash.signal, report }
      await expect(batchMembers(desk.staff, input, crashing)).rejects.toThrow()
      expect(await statuses()).toEqual(['disabled', 'disabled', 'disabled', 'active', 'active'])
      expect(await getJob(ctx, id)).toMatchObject({ status: 'running', result: null })
      desk.clock.advance(AFTER_LEASE_MS)
      expect(await desk.finish(id)).toMatchObject({
        status: 'done',
        result: { changed: 5, unchanged: 0, refusedCount: 0 },
        done: 5,
        total: 5,
      })
    },
  )

  it('that another server has taken over changes nothing more', async () => {
    await importMembers()
    const { own, input } = await beginBatch('disable', {})
    desk.clock.advance(AFTER_LEASE_MS)
    await claimJob(ctx, 'another')
    await expect(batchMembers(desk.staff, input, own)).rejects.toThrow('taken the job over')
    expect(new Set(await statuses())).toEqual(new Set(['active']))
  })
})
