import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Ctx, Db } from '../db/context.ts'
import { assertDataKey } from '../db/data-key.ts'
import { createKeyring } from '../kernel/keyring.ts'
import { makeFileAnchor } from '../modules/audit/audit.service.ts'
import { getJob } from '../modules/jobs/jobs.service.ts'
import { startRotation } from '../modules/keys/keys.service.ts'
import { memberImporter } from '../modules/members/members.service.ts'
import { auditEntries, clearAudit } from '../testing/audit-entries.ts'
import { importBytes } from '../testing/import-text.ts'
import { makeTestContext, TEST_ROOT_SECRET } from '../testing/test-context.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { asStaff, makeStaff } from '../testing/test-staff.ts'
import { changeKey, type KeyKeeper } from './change-key.ts'
import { makeJobHandlers } from './handlers.ts'
import { startJobRunner, type JobRunner } from './job-runner.ts'

const NEW_ROOT = Buffer.alloc(32, 9).toString('base64')
const runtime = { version: '0.0.0', home: 'embedded' as const, filesDir: tmpdir() }
let count = 0

describeOnBothDatabases('changing the key from the window', (database) => {
  let ctx: Ctx<Db>
  let folder: string
  let runners: JobRunner[]

  beforeEach(async () => {
    ctx = makeTestContext(database(), { runtime })
    folder = await mkdtemp(join(tmpdir(), '换钥 change-'))
    runners = []
    await ctx.db.dataKey.deleteMany()
    await ctx.db.member.deleteMany()
    await ctx.db.job.deleteMany()
    await clearAudit(ctx)
    await assertDataKey(ctx)
  })
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()))
    await rm(folder, { recursive: true })
  })

  const serve = (given: Ctx, keeper: KeyKeeper) => {
    const anchor = makeFileAnchor(join(folder, 'anchor.json'), given.keys)
    const runner = startJobRunner(given, makeJobHandlers({ folder, anchor, keeper }))
    runners.push(runner)
    return runner
  }
  const addMember = () => importBytes(ctx, memberImporter, 'customerId,mobile\nm,13812346207')

  it('asks for a new key, goes on in the next server, and lets the old key go at the end', async () => {
    await addMember()
    const username = `chief-${(count += 1)}`
    const chief = await makeStaff(ctx, { username, roles: ['administrator'] })
    const { id } = await startRotation(await asStaff(ctx, chief), { reason: '每年更换' })
    const first = { askForNewKey: vi.fn(), dropPreviousKeys: vi.fn() }
    const old = serve(ctx, first)
    await expect.poll(() => first.askForNewKey.mock.calls.length).toBe(1)
    await old.stop()
    expect(await getJob(ctx, id)).toMatchObject({ status: 'queued' })
    expect(first.dropPreviousKeys).not.toHaveBeenCalled()

    const next = { ...ctx, keys: createKeyring(NEW_ROOT, [TEST_ROOT_SECRET]) }
    await assertDataKey(next)
    const second = { askForNewKey: vi.fn(), dropPreviousKeys: vi.fn() }
    serve(next, second)
    await expect.poll(async () => (await getJob(ctx, id)).status).toBe('done')
    expect((await getJob(ctx, id)).result).toMatchObject({ changed: 1, left: 0 })
    expect(second.askForNewKey).not.toHaveBeenCalled()
    expect(second.dropPreviousKeys).toHaveBeenCalledTimes(1)
    expect(await auditEntries(ctx, { action: 'keys.rotate' })).toMatchObject([
      { actorId: chief, reason: '每年更换' },
    ])
  })

  it('run once more after its end, asks for no second key', async () => {
    const keeper = { askForNewKey: vi.fn(), dropPreviousKeys: vi.fn() }
    const keys = createKeyring(NEW_ROOT, [TEST_ROOT_SECRET])
    const next = { ...ctx, keys }
    await assertDataKey(next)
    const control = { jobId: 'x', signal: new AbortController().signal, report: () => undefined }
    const input = { reason: '每年更换', from: ctx.keys.keyId }
    for (let times = 0; times < 2; times += 1)
      await changeKey(next, input, control, { folder, keeper })
    expect(keeper.askForNewKey).not.toHaveBeenCalled()
    expect(await auditEntries(ctx, { action: 'keys.rotate' })).toHaveLength(1)
  })

  it('fails in words when the shell stores no key, and changes nothing', async () => {
    await addMember()
    const control = { jobId: 'x', signal: new AbortController().signal, report: () => undefined }
    const input = { reason: '每年更换', from: ctx.keys.keyId }
    const keeper = { askForNewKey: () => undefined, dropPreviousKeys: vi.fn() }
    const changing = changeKey(ctx, input, control, { folder, keeper, answerTimeoutMs: 1 })
    await expect(changing).rejects.toMatchObject({ code: 'KEY_NOT_CHANGED' })
    expect(keeper.dropPreviousKeys).not.toHaveBeenCalled()
    expect(await ctx.db.dataKey.count()).toBe(1)
  })
})
