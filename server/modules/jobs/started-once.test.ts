import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import type { Ctx, Db } from '../../db/context.ts'
import { queryRows, sql } from '../../db/sql.ts'
import { inTransaction } from '../../db/transaction.ts'
import { bytesOf } from '../../testing/import-text.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { asStaff, makeStaff } from '../../testing/test-staff.ts'
import { receiveFile, setMapping, startImport } from '../imports/imports.service.ts'
import { startJob } from './jobs.service.ts'

describeOnBothDatabases('work that several ask for at once', (database, provider) => {
  let ctx: Ctx<Db>
  let folder: string
  let count = 0

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), '任务 jobs-'))
    const base = makeTestContext(database())
    ctx = { ...base, runtime: { ...base.runtime, filesDir: folder } }
    await ctx.db.job.deleteMany()
  })
  afterEach(() => rm(folder, { recursive: true }))

  const person = async () =>
    asStaff(ctx, await makeStaff(ctx, { username: `once${(count += 1)}`, roles: ['operator'] }))
  const upload = (by: Ctx) =>
    receiveFile(by, {
      kind: 'members',
      name: '会员.csv',
      bytes: bytesOf(Buffer.from('客户编号,昵称\n1,夏夏\n'))(),
    })
  /** Whether somebody waits for a row that another is changing. */
  const isSomebodyWaiting = async () => {
    // On SQLite the whole transaction waits, before it has looked at anything.
    if (provider === 'sqlite') return true
    const waiting = await queryRows(
      ctx,
      sql`SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      z.unknown(),
    )
    return waiting.length > 0
  }

  /** What comes of work that begins after other work has written and before that commits. */
  const inTheMiddleOf = async (
    work: (ctx: Ctx) => Promise<unknown>,
    late: () => Promise<unknown>,
  ) => {
    let tell = (): void => undefined
    const written = new Promise<void>((resolve) => {
      tell = resolve
    })
    let outcome: Promise<unknown> | undefined
    let isSettled = false
    // Begun out here: what is called from within a transaction belongs to it.
    const begun = written.then(async () => {
      outcome = late().catch((error: unknown) => error)
      void outcome.then(() => (isSettled = true))
      await expect.poll(async () => isSettled || (await isSomebodyWaiting())).toBe(true)
    })
    await inTransaction(ctx, async (ctx) => {
      await work(ctx)
      tell()
      await begun
    })
    return outcome
  }

  it('is started once for one person', async () => {
    const staff = await person()
    const start = (ctx: Ctx) => startJob({ ...ctx, actor: staff.actor }, 'members.export', {})
    expect(await inTheMiddleOf(start, () => start(ctx))).toMatchObject({ code: 'JOB_RUNNING' })
    expect(await ctx.db.job.count()).toBe(1)
  })

  it('imports a file once, and the file names the job that does', async () => {
    const [staff, other] = [await person(), await person()]
    const { id } = await upload(staff)
    const start = (by: Ctx) => (ctx: Ctx) =>
      startImport({ ...ctx, actor: by.actor }, { id, language: 'zh' })
    const late = await inTheMiddleOf(start(staff), () => start(other)(ctx))
    expect(late).toMatchObject({ code: 'IMPORT_STARTED' })
    const [job, ...more] = await ctx.db.job.findMany()
    expect(more).toEqual([])
    expect(await ctx.db.importFile.findUnique({ where: { id } })).toMatchObject({
      importJobId: job?.id,
    })
  })

  it('changes no columns of a file whose import starts at that moment', async () => {
    const staff = await person()
    const { id } = await upload(staff)
    const start = (ctx: Ctx) => startImport({ ...ctx, actor: staff.actor }, { id, language: 'zh' })
    const change = () => setMapping(staff, { id, mapping: ['externalId', null] })
    expect(await inTheMiddleOf(start, change)).toMatchObject({ code: 'IMPORT_STARTED' })
    expect(await ctx.db.importFile.findUnique({ where: { id } })).toMatchObject({
      mapping: ['externalId', 'nickname'],
    })
  })
})
