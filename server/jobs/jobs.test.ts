import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DriverAdapterError } from '@prisma/driver-adapter-utils'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { AppError } from '../kernel/app-error.ts'
import { makeFileAnchor, recordAudit, sealAudit } from '../modules/audit/audit.service.ts'
import type { JobKind, JobRow } from '../modules/jobs/jobs.contract.ts'
import {
  cancelJob,
  claimJob,
  enqueueJob,
  forgetOldJobs,
  getJob,
  getJobFile,
  heartbeat,
  listJobs,
  startJob,
} from '../modules/jobs/jobs.service.ts'
import { createRole } from '../modules/roles/roles.service.ts'
import { setStaffStatus } from '../modules/staff/staff.service.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../testing/test-context.ts'
import { readSealed } from '../testing/read-sealed.ts'
import { auditEntries, clearAudit } from '../testing/audit-entries.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { asStaff, makeStaff } from '../testing/test-staff.ts'
import { makeJobHandlers } from './handlers.ts'
import { startJobRunner, type JobHandler, type JobHandlers, type JobRunner } from './job-runner.ts'
import { runScheduled } from './scheduler.ts'

const DAY_MS = 24 * 3_600_000
const refusal = (code: string) => expect.objectContaining({ code }) as unknown

describeOnBothDatabases('jobs', (database) => {
  let clock: FakeClock
  let ctx: Ctx<Db>
  let folder: string
  let runners: JobRunner[]
  let count = 0

  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    runners = []
    folder = await mkdtemp(join(tmpdir(), '任务 jobs-'))
    await ctx.db.job.deleteMany()
    await ctx.db.schedule.deleteMany()
    await clearAudit(ctx)
  })
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()))
    await rm(folder, { recursive: true })
  })

  const handlers = (handler: JobHandler): JobHandlers => ({
    ...real(),
    'audit.verify': handler,
    'audit.export': handler,
    'staff.batch': handler,
    'keys.rotate': handler,
  })
  const keeper = { dropPreviousKeys: () => undefined }
  const real = (anchor = makeFileAnchor(join(folder, 'anchor.json'), ctx.keys)) =>
    makeJobHandlers({ folder, anchor, keeper })
  const run = (given: JobHandlers) => {
    const runner = startJobRunner(ctx, given)
    runners.push(runner)
    return runner
  }
  const ended = async (id: string): Promise<JobRow> => {
    await expect
      .poll(async () => (await getJob(ctx, id)).finishedAt, { timeout: 10_000 })
      .not.toBeNull()
    return getJob(ctx, id)
  }
  const person = async (role: string) => {
    const id = await makeStaff(ctx, { username: `job-${role}-${(count += 1)}`, roles: [role] })
    return { id, ctx: await asStaff(ctx, id) }
  }

  it('run once, say how far they are, and keep their result', async () => {
    let runs = 0
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    run(
      handlers((_ctx, _input, control) => {
        runs += 1
        control.report(7, 7)
        return Promise.resolve({ result: { answer: 42 } })
      }),
    )
    expect(await ended(id)).toMatchObject({
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
    for (let n = 0; n < 3; n += 1) run(handlers(handler))
    for (const { id } of ids) expect((await ended(id)).status).toBe('done')
    expect(taken.sort()).toEqual(ids.map(({ id }) => id).sort())
  })

  it('that fail say why by a code, and nothing of the inside', async () => {
    const known = await enqueueJob(ctx, 'audit.verify', {})
    const unknown = await enqueueJob(ctx, 'audit.export', {})
    run({
      ...real(),
      'audit.verify': () => Promise.reject(new AppError('VIEW_LIMIT', { limit: 3 })),
      'audit.export': () => Promise.reject(new Error('secret path')),
    })
    expect(await ended(known.id)).toMatchObject({
      status: 'failed',
      errorCode: 'VIEW_LIMIT',
      errorParams: { limit: 3 },
    })
    const failed = await ended(unknown.id)
    expect(failed).toMatchObject({ status: 'failed', errorCode: 'INTERNAL' })
    expect(JSON.stringify(failed)).not.toContain('secret')
  })

  it.each([new AppError('DATABASE_BUSY'), new DriverAdapterError({ kind: 'SocketTimeout' })])(
    'that a busy database stops do not say that nothing was written: %s',
    async (error) => {
      const { id } = await enqueueJob(ctx, 'audit.verify', {})
      run(handlers(() => Promise.reject(error)))
      expect(await ended(id)).toMatchObject({ status: 'failed', errorCode: 'JOB_DATABASE_BUSY' })
    },
  )

  it('stop when they are cancelled, also before they begin', async () => {
    const waiting = await enqueueJob(ctx, 'audit.verify', {})
    await cancelJob(ctx, waiting.id)
    expect((await getJob(ctx, waiting.id)).status).toBe('cancelled')
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    run(
      handlers(
        (_ctx, _input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Error('stopped')))
          }),
      ),
    )
    await expect.poll(async () => (await getJob(ctx, id)).status).toBe('running')
    await cancelJob(ctx, id)
    expect(await ended(id)).toMatchObject({ status: 'cancelled', errorCode: null })
  })

  it('are given back when their server stops, and run by the next one', async () => {
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    const first = run(
      handlers(
        (_ctx, _input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Error('stopping')))
          }),
      ),
    )
    await expect.poll(async () => (await getJob(ctx, id)).status).toBe('running')
    await first.stop()
    expect((await getJob(ctx, id)).status).toBe('queued')
    run(handlers(() => Promise.resolve({ result: {} })))
    expect((await ended(id)).status).toBe('done')
  })

  it('of a server that died are taken over after its lease, and given up after three', async () => {
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect((await claimJob(ctx, `dead-${attempt}`))?.id).toBe(id)
      expect(await claimJob(ctx, 'other')).toBeUndefined()
      expect(await heartbeat(ctx, { id, leaseOwner: 'other', done: 1, total: 1 })).toBe(false)
      clock.advance(61_000)
    }
    run(handlers(() => Promise.resolve({ result: {} })))
    expect(await ended(id)).toMatchObject({ status: 'failed', errorCode: 'JOB_ABANDONED' })
  })

  it('have the rights that who asked has when they run', async () => {
    const { id: chief } = await person('administrator')
    expect(chief).toBeGreaterThan(0)
    const leaver = await person('auditor')
    const { id } = await startJob(leaver.ctx, 'audit.export', {})
    await setStaffStatus(ctx, { id: leaver.id, status: 'disabled', reason: '离职' })
    run(real())
    expect(await ended(id)).toMatchObject({ status: 'failed', errorCode: 'UNAUTHENTICATED' })
  })

  it('and their files need the right that they were asked for with', async () => {
    const mover = await person('auditor')
    const first = await startJob(mover.ctx, 'audit.export', { keyword: '' })
    run(real())
    expect((await ended(first.id)).status).toBe('done')
    expect(await getJobFile(mover.ctx, first.id)).toContain(first.id)
    const { id: cashier } = await ctx.db.role.findUniqueOrThrow({ where: { code: 'cashier' } })
    await ctx.db.adminUserRole.updateMany({
      where: { adminUserId: mover.id },
      data: { roleId: cashier },
    })
    // Asked for while the right was there.
    const second = await enqueueJob(mover.ctx, 'audit.export', { keyword: '' })
    expect(await ended(second.id)).toMatchObject({ status: 'failed', errorCode: 'FORBIDDEN' })
    const moved = await asStaff(ctx, mover.id)
    await expect(getJobFile(moved, first.id)).rejects.toEqual(refusal('FORBIDDEN'))
  })

  it('that were cancelled on a server that died are not begun again', async () => {
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    await claimJob(ctx, 'dead')
    await cancelJob(ctx, id)
    clock.advance(61_000)
    let runs = 0
    run(
      handlers(() => {
        runs += 1
        return Promise.resolve({ result: {} })
      }),
    )
    expect((await ended(id)).status).toBe('cancelled')
    expect(runs).toBe(0)
  })

  it('of others are seen by who may, and cancelled by who may', async () => {
    const [auditor, cashier, chief] = [
      await person('auditor'),
      await person('cashier'),
      await person('administrator'),
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

  const writeEntries = async (names: readonly string[]) => {
    for (const name of names) {
      await inTransaction(ctx, (ctx) =>
        recordAudit(ctx, { action: 'store.create', target: { type: 'store', id: 1, name } }),
      )
    }
  }

  it('export the log as a file that Excel reads and runs nothing of', async () => {
    const auditor = await person('auditor')
    await ctx.db.auditEntry.deleteMany()
    await writeEntries(['店，一', '=1+1', '@SUM(A1)', '引"号', '换\t行'])
    const { id } = await startJob(auditor.ctx, 'audit.export', { keyword: '' })
    run(real())
    expect(await ended(id)).toMatchObject({ status: 'done', result: { rows: 5 }, hasFile: true })
    const file = await getJobFile(auditor.ctx, id)
    expect(await readFile(join(folder, file), 'latin1')).not.toContain('SUM')
    const text = await readSealed(join(folder, file), ctx.keys)
    expect(text.charCodeAt(0)).toBe(0xfeff)
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true })
    expect(rows.map(({ targetName }) => targetName)).toEqual([
      '店，一',
      "'=1+1",
      "'@SUM(A1)",
      '引"号',
      '换\t行',
    ])
    await expect(getJobFile((await person('administrator')).ctx, id)).rejects.toEqual(
      refusal('NOT_FOUND'),
    )
  })

  it('check the log and say in the log what they found', async () => {
    await writeEntries(['一', '二'])
    const anchor = makeFileAnchor(join(folder, 'anchor.json'), ctx.keys)
    await sealAudit(ctx, anchor)
    const { entryId } = await ctx.db.auditSeal.findUniqueOrThrow({ where: { seq: 2 } })
    await ctx.db.auditEntry.update({ where: { id: entryId }, data: { actorName: 'x' } })
    const { id } = await enqueueJob(ctx, 'audit.verify', {})
    run(real(anchor))
    expect((await ended(id)).result).toMatchObject({ faults: [{ kind: 'changed', seq: 2 }] })
    const [entry] = await auditEntries(ctx, { action: 'audit.verify' })
    expect(entry?.after).toMatchObject({ faults: 1 })
  })

  it('on many accounts change those they may and name the others', async () => {
    const chief = await person('administrator')
    const [one, two] = [await person('cashier'), await person('cashier')]
    const batch = {
      action: 'disable',
      selection: { kind: 'some', ids: [one.id, chief.id, two.id, 999_999] },
      reason: '闭店',
    }
    const { id } = await startJob(chief.ctx, 'staff.batch', batch)
    run(real())
    expect(await ended(id)).toMatchObject({
      result: { changed: 2, refused: [{ id: chief.id, code: 'NOT_ON_YOURSELF' }] },
      done: 3,
      total: 3,
    })
  })

  it('say of who is refused what his reason is about', async () => {
    const chief = await person('administrator')
    const { id: roleId } = await createRole(ctx, {
      name: `班长${(count += 1)}`,
      permissions: ['staff.view', 'staff.manage'],
      scope: 'all',
    })
    const leader = await makeStaff(ctx, { username: `leader${count}`, roleIds: [roleId] })
    const batch = {
      action: 'disable',
      selection: { kind: 'some', ids: [chief.id] },
      reason: '闭店',
    }
    const { id } = await startJob(await asStaff(ctx, leader), 'staff.batch', batch)
    run(real())
    const params = { permission: expect.stringMatching(/^\w+\.\w+$/) as unknown }
    expect(await ended(id)).toMatchObject({
      result: { changed: 0, refused: [{ id: chief.id, code: 'RIGHT_NOT_YOURS', params }] },
    })
  })

  it('on all that match take the filter as it is when they run, without those taken out', async () => {
    const chief = await person('administrator')
    const mark = `batch-${(count += 1)}`
    const ids = []
    for (let n = 0; n < 3; n += 1)
      ids.push(await makeStaff(ctx, { username: `${mark}-${n}`, roles: ['cashier'] }))
    const batch = {
      action: 'disable',
      selection: { kind: 'all', filter: { keyword: mark }, except: [ids[1] ?? 0] },
      reason: '闭店',
    }
    const { id } = await startJob(chief.ctx, 'staff.batch', batch)
    run(real())
    expect((await ended(id)).result).toMatchObject({ changed: 2, unchanged: 0, refused: [] })
    const left = await ctx.db.adminUser.findMany({ where: { id: { in: ids }, status: 'active' } })
    expect(left.map((account) => account.id)).toEqual([ids[1]])
  })

  it('are forgotten with their files after ninety days', async () => {
    const auditor = await person('auditor')
    const { id } = await startJob(auditor.ctx, 'audit.export', {})
    run(real())
    await ended(id)
    expect(await forgetOldJobs(ctx)).toEqual([])
    clock.advance(91 * DAY_MS)
    const [job] = await forgetOldJobs(ctx)
    expect(await readdir(folder)).toContain(job?.resultFile)
    expect(await ctx.db.job.count()).toBe(0)
  })

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
      data: { leaseOwner: 'dead', leaseUntil: new Date(clock.now().getTime() + 600_000) },
    })
    expect(await runScheduled(ctx, task('c'), 'c')).toBe(false)
    clock.advance(601_000)
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

  it('of a kind that this version does not know fail in words', async () => {
    const { id } = await enqueueJob(ctx, 'from.the.future' as JobKind, {})
    run(real())
    await expect
      .poll(async () => (await ctx.db.job.findUnique({ where: { id } }))?.status)
      .toBe('failed')
  })
})
