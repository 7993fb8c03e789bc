import { afterEach, beforeEach, expect, it } from 'vitest'
import { enqueueJob, forgetOldJobs } from '../modules/jobs/jobs.service.ts'
import { getProof, proveLedgerAsJob, startProof } from '../modules/points/ledger-proof.ts'
import { createStore } from '../modules/stores/stores.service.ts'
import { makeJobRunners, type JobRunners } from '../testing/job-runners.ts'
import { makePointsSample, type PointsSample } from '../testing/points-sample.ts'
import { describeOnBothDatabases } from '../testing/test-database.ts'
import { asStaff, makeStaff } from '../testing/test-staff.ts'
import { makeTasks } from './tasks.ts'

const DAY_MS = 24 * 3_600_000

describeOnBothDatabases('the proof of the books as a job', (database) => {
  let runners: JobRunners
  let ctx: JobRunners['ctx']
  let sample: PointsSample

  beforeEach(async () => {
    runners = await makeJobRunners(database())
    ;({ ctx } = runners)
    await ctx.db.setting.deleteMany()
    sample = await makePointsSample(ctx)
  })
  afterEach(async () => {
    await runners.close()
    const { id } = sample
    await ctx.db.pointAccount.update({ where: { id }, data: { entries: 5 } })
  })

  const damage = ({ id }: PointsSample) =>
    ctx.db.pointAccount.update({ where: { id }, data: { entries: 6 } })

  it('keeps what it found for longer than the job', async () => {
    expect(await getProof(ctx)).toEqual({ last: null, running: null })
    await damage(sample)
    const finance = await runners.person('finance')
    const { id } = await startProof(finance.ctx)
    expect((await getProof(finance.ctx)).running).toEqual({
      ...{ jobId: id, done: 0, total: null, mayCancel: true },
    })
    const operator = await runners.person('operator')
    expect((await getProof(operator.ctx)).running).toMatchObject({ jobId: id, mayCancel: false })
    runners.run(runners.real())
    const { result, total } = await runners.ended(id)
    expect(result).toMatchObject({ found: 1, members: await ctx.db.member.count() })
    expect(result).not.toHaveProperty('list')
    expect(total).toBe(await ctx.db.member.count())
    runners.clock.advance(91 * DAY_MS)
    await forgetOldJobs(ctx)
    const { last, running } = await getProof(ctx)
    expect(running).toBeNull()
    expect(last?.list).toEqual([
      {
        ...{ check: 'account.entries', memberId: sample.id, recordId: null },
        ...{ expected: '5', actual: '6', memberUid: sample.uid, memberNo: sample.memberNo },
      },
    ])
  })

  it('shows who sees one store how much is off, and only what is about its members', async () => {
    const store = await createStore(ctx, { code: runners.newName('S').slice(-8), name: '店' })
    const mine = await makePointsSample(ctx)
    await ctx.db.member.update({ where: { id: mine.id }, data: { homeStoreId: store.id } })
    await damage(sample)
    await damage(mine)
    const { id } = await enqueueJob(ctx, 'points.verify', {})
    runners.run(runners.real())
    await runners.ended(id)
    const username = runners.newName('own')
    const staffId = await makeStaff(ctx, { username, roles: ['cashier'], storeIds: [store.id] })
    const { last } = await getProof(await asStaff(ctx, staffId))
    expect(last?.found).toBe(2)
    expect(last?.list.map(({ memberId }) => memberId)).toEqual([mine.id])
    await ctx.db.pointAccount.update({ where: { id: mine.id }, data: { entries: 5 } })
  })

  it('leaves what was known when it is stopped', async () => {
    const { found } = await proveLedgerAsJob(ctx, {})
    expect(found).toBe(0)
    const before = await getProof(ctx)
    await damage(sample)
    const stop = new AbortController()
    const stopped = proveLedgerAsJob(ctx, { signal: stop.signal, report: () => stop.abort() })
    await expect(stopped).rejects.toThrow('aborted')
    expect(await getProof(ctx)).toEqual(before)
  })

  it('is started every night', async () => {
    const tasks = makeTasks(runners.folder, runners.anchor)
    const nightly = tasks.find(({ name }) => name === 'points.verify')
    expect(nightly?.pattern).toMatch(/^\d+ \d \* \* \*$/)
    await nightly?.run(ctx)
    expect(await ctx.db.job.count({ where: { kind: 'points.verify', status: 'queued' } })).toBe(1)
  })
})
