import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { auditEntries } from '../../testing/audit-entries.ts'
import { makeJobRunners, type JobRunners } from '../../testing/job-runners.ts'
import { decide, makeHolder, move, pointsOf } from '../../testing/points-desk.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { claimJob, readInput } from '../jobs/jobs.service.ts'
import { setMemberStatus } from '../members/members.service.ts'
import { createStore } from '../stores/stores.service.ts'
import {
  adjustPoints,
  approveBatch,
  cancelBatch,
  createBatch,
  getBatch,
  listBatches,
  listBatchMembers,
  previewBatch,
  rejectBatch,
  resumeBatch,
  runPointBatch,
  undoBatch,
} from './point-changes.service.ts'
import { listBatchesInput } from './point-changes.contract.ts'

const AFTER_LEASE_MS = 61_000

describeOnBothDatabases('points of many members', (database) => {
  let runners: JobRunners
  let ctx: Ctx<Db>
  let staff: Ctx<Db>
  let other: Ctx<Db>
  beforeEach(async () => {
    runners = await makeJobRunners(database())
    ctx = runners.ctx
    await runners.person('administrator')
    staff = (await runners.person('operator')).ctx
    other = (await runners.person('finance')).ctx
    await decide(ctx, { approvalAbove: null, shortfall: 'debt' })
  })
  afterEach(() => runners.close())

  type Member = Awaited<ReturnType<typeof makeHolder>>
  const some = (members: readonly Member[]) => ({
    kind: 'some' as const,
    ids: members.map(({ id }) => id),
  })
  const holders = async (...points: number[]) => {
    const made: Member[] = []
    for (const each of points) made.push(await makeHolder(ctx, { points: each }))
    return made
  }
  const why = () => ({ reason: '会员日补发', key: randomUUID() })
  /** Does what waits until the batch is where it should be. */
  const finish = async (id: string, status = 'done') => {
    const runner = runners.run(runners.real())
    await expect.poll(async () => (await getBatch(staff, { id })).status).toBe(status)
    await runner.stop()
    return getBatch(staff, { id })
  }
  const available = async (members: readonly Member[]) =>
    Promise.all(members.map(async ({ id }) => (await pointsOf(ctx, id)).available))

  it('are shown before and come to that; who has too few is refused and named', async () => {
    const members = await holders(100, 30, 0)
    const wish = { selection: some(members), points: -50 }
    expect(await previewBatch(staff, wish)).toEqual({
      ...{ members: 3, total: -150, valueFen: -150, short: 2 },
      ...{ needsApproval: false, today: '2026-03-18', ruleExpiresOn: '2027-03-18' },
    })
    const { id } = await createBatch(staff, { ...wish, ...why() })
    const batch = await finish(id)
    expect(batch).toMatchObject({ doneCount: 1, refusedCount: 2, doneTotal: -50, isMine: true })
    expect(await available(members)).toEqual([50, 30, 0])
    const page = { id, status: 'refused', pageNo: 1, pageSize: 20 } as const
    expect(await listBatchMembers(staff, page)).toMatchObject({
      total: 2,
      list: [
        { memberNo: members[1]?.memberNo, code: 'POINTS_INSUFFICIENT', params: { available: 30 } },
        { memberNo: members[2]?.memberNo, params: { available: 0 } },
      ],
    })
    const entry = await ctx.db.pointEntry.findFirstOrThrow({ where: { batchId: id } })
    expect(entry).toMatchObject({ business: 'batch', actorName: staff.actor.name })
  })

  it('are changed once by one key, also at once', async () => {
    const members = await holders(0, 0)
    const wish = { selection: some(members), points: 20, ...why() }
    const made = await Promise.all(Array.from({ length: 4 }, () => createBatch(staff, wish)))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    await finish(made[0]?.id ?? '')
    expect(await available(members)).toEqual([20, 20])
    const left = await ctx.db.pointBatchMember.groupBy({
      by: ['batchId'],
      where: { memberId: { in: members.map(({ id }) => id) } },
    })
    expect(left).toHaveLength(1)
    await expect(createBatch(staff, { ...wish, points: 21 })).rejects.toMatchObject({
      code: 'KEY_REUSED',
    })
  })

  it('above the amount wait for somebody else: never for whoever asked', async () => {
    await decide(ctx, { approvalAbove: 40 })
    const members = await holders(0, 0)
    const small = await createBatch(staff, { selection: some(members), points: 20, ...why() })
    expect(small.status).toBe('approved')
    const wish = { selection: some(members), points: 21, ...why() }
    const { id, status } = await createBatch(staff, wish)
    expect(status).toBe('waiting')
    const rights = new Set([...staff.actor.permissions, 'points.approve' as const])
    const again = {
      ...staff.actor,
      permissions: rights,
      sessionId: 'another',
    } as typeof staff.actor
    const self = approveBatch({ ...staff, actor: again }, { id })
    await expect(self).rejects.toMatchObject({ code: 'OWN_BATCH' })
    await expect(
      rejectBatch({ ...staff, actor: again }, { id, reason: '不要了' }),
    ).rejects.toMatchObject({ code: 'OWN_BATCH' })
    await finish(small.id)
    expect(await available(members)).toEqual([20, 20])
    const both = await Promise.allSettled([
      approveBatch(other, { id }),
      approveBatch(other, { id }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await finish(id)).toMatchObject({ decidedBy: other.actor.name, doneCount: 2 })
    expect(await available(members)).toEqual([41, 41])
    const records = await auditEntries(ctx, { targetId: id })
    expect(records.map(({ action }) => action)).toEqual(['pointBatch.create', 'pointBatch.approve'])
  })

  it('of one member wait too; rejected or withdrawn nothing happens', async () => {
    await decide(ctx, { approvalAbove: 100 })
    const [member] = await holders(10)
    const wish = { memberUid: member?.uid ?? '', points: 101, ...why() }
    const waiting = await adjustPoints(staff, wish)
    if (waiting.kind !== 'waiting') throw new Error('it waits')
    expect(await adjustPoints(staff, wish)).toEqual(waiting)
    const tooMany = adjustPoints(staff, { ...wish, points: -101, ...why() })
    await expect(tooMany).rejects.toMatchObject({ code: 'POINTS_INSUFFICIENT' })
    await rejectBatch(other, { id: waiting.batchId, reason: '没有依据' })
    await expect(approveBatch(other, { id: waiting.batchId })).rejects.toMatchObject({
      code: 'BATCH_DECIDED',
    })
    const second = await adjustPoints(staff, { ...wish, ...why() })
    if (second.kind !== 'waiting') throw new Error('it waits')
    await cancelBatch(staff, { id: second.batchId, reason: '填错了' })
    await expect(approveBatch(other, { id: second.batchId })).rejects.toMatchObject({
      code: 'BATCH_DECIDED',
    })
    const third = await adjustPoints(staff, { ...wish, ...why() })
    if (third.kind !== 'waiting') throw new Error('it waits')
    await approveBatch(other, { id: third.batchId })
    await finish(third.batchId)
    expect(await available([member].flatMap((one) => one ?? []))).toEqual([111])
  })

  it('are those of the members that were shown, whoever matches at the approval', async () => {
    await decide(ctx, { approvalAbove: 0 })
    await ctx.db.member.updateMany({ data: { status: 'active' } })
    const members = await holders(0, 0)
    for (const { uid } of members)
      await setMemberStatus(ctx, { uid, status: 'disabled', reason: '核查' })
    const selection = {
      kind: 'all' as const,
      filter: { keyword: '', status: 'disabled' as const },
      except: [],
    }
    const { id } = await createBatch(staff, { selection, points: 7, ...why() })
    const [first] = members
    const late = await makeHolder(ctx)
    await setMemberStatus(ctx, { uid: late.uid, status: 'disabled', reason: '核查' })
    await setMemberStatus(ctx, { uid: first?.uid ?? '', status: 'active', reason: '查过了' })
    await approveBatch(other, { id })
    await finish(id)
    expect(await available([...members, late])).toEqual([7, 7, 0])
  })

  it('are given nobody twice by a job that is killed and goes on', async () => {
    const members = await holders(0, 0, 0, 0, 0)
    const { id } = await createBatch(staff, { selection: some(members), points: 10, ...why() })
    const job = await claimJob(ctx, 'dead')
    if (!job) throw new Error('nothing to claim')
    const crash = new AbortController()
    const crashing = { signal: crash.signal, step: 2, report: () => crash.abort() }
    const input = readInput(ctx.keys, job)
    await expect(runPointBatch(ctx, input, crashing)).rejects.toThrow()
    expect(await available(members)).toEqual([10, 10, 0, 0, 0])
    // As if what was noted of the step had been lost: each command has its key.
    await ctx.db.pointBatchMember.updateMany({
      where: { batchId: id, memberId: members[0]?.id ?? 0 },
      data: { status: 'waiting' },
    })
    runners.clock.advance(AFTER_LEASE_MS)
    await finish(id)
    expect(await available(members)).toEqual([10, 10, 10, 10, 10])
    expect(await ctx.db.pointEntry.count({ where: { batchId: id } })).toBe(5)
  })

  it('of a batch that was stopped stay as they are, and one whose job ended goes on', async () => {
    const members = await holders(0, 0, 0)
    const { id } = await createBatch(staff, { selection: some(members), points: 10, ...why() })
    const { jobId } = await ctx.db.pointBatch.findUniqueOrThrow({ where: { id } })
    await ctx.db.job.update({ where: { id: jobId ?? '' }, data: { status: 'failed' } })
    expect(await getBatch(staff, { id })).toMatchObject({ isStopped: true, status: 'approved' })
    await resumeBatch(staff, { id })
    await expect(resumeBatch(staff, { id })).rejects.toMatchObject({ code: 'BATCH_DECIDED' })
    const crash = new AbortController()
    const crashing = { signal: crash.signal, step: 1, report: () => crash.abort() }
    await expect(runPointBatch(ctx, { batchId: id }, crashing)).rejects.toThrow()
    await cancelBatch(staff, { id, reason: '选错人了' })
    await finish(id, 'cancelled')
    const runner = runners.run(runners.real())
    await expect.poll(() => ctx.db.job.count({ where: { status: 'queued' } })).toBe(0)
    await runner.stop()
    expect(await available(members)).toEqual([10, 0, 0])
    const undo = await undoBatch(staff, { id, ...why() })
    expect(await finish(undo.id)).toMatchObject({ memberCount: 1, total: -10, doneTotal: -10 })
    expect(await available(members)).toEqual([0, 0, 0])
  })

  it('that were taken come back exactly, to the lots they came from', async () => {
    const members = await holders(100, 80)
    const lots = () => ctx.db.pointLot.findMany({ orderBy: { id: 'asc' } })
    const before = await lots()
    const { id } = await createBatch(staff, { selection: some(members), points: -60, ...why() })
    await finish(id)
    const undo = { id, ...why() }
    const made = await undoBatch(staff, undo)
    expect(await undoBatch(staff, undo)).toMatchObject({ id: made.id })
    await finish(made.id)
    expect(await lots()).toEqual(before)
    expect(await getBatch(staff, { id })).toMatchObject({ status: 'undone', undoneBy: made.id })
    const again = undoBatch(staff, { id, ...why() })
    await expect(again).rejects.toMatchObject({ code: 'BATCH_NOT_UNDOABLE' })
    const entry = await ctx.db.pointEntry.findFirstOrThrow({ where: { batchId: made.id } })
    expect(JSON.parse(entry.explanation)).toEqual({ kind: 'undone', batchId: id })
  })

  it.each([
    { shortfall: 'debt', debts: [0, 20], total: -100 },
    { shortfall: 'floor', debts: [0, 0], total: -80 },
  ] as const)('that are spent when a batch is undone: $shortfall', async (given) => {
    await decide(ctx, { shortfall: given.shortfall })
    const members = await holders(0, 0)
    const { id } = await createBatch(staff, { selection: some(members), points: 50, ...why() })
    await finish(id)
    await move(ctx, members[1]?.id ?? 0, { do: 'spend', points: 20 })
    const undo = await undoBatch(staff, { id, ...why() })
    expect(await finish(undo.id)).toMatchObject({ doneCount: 2, doneTotal: given.total })
    const after = await Promise.all(members.map(({ id }) => pointsOf(ctx, id)))
    expect(after.map(({ debt }) => debt)).toEqual(given.debts)
    expect(after.map(({ available }) => available)).toEqual([0, 0])
  })

  it('of an undoing above the amount wait too, and of a rejected one can be undone later', async () => {
    const members = await holders(0, 0)
    const { id } = await createBatch(staff, { selection: some(members), points: 50, ...why() })
    await finish(id)
    await decide(ctx, { approvalAbove: 99 })
    const first = await undoBatch(staff, { id, ...why() })
    expect(first.status).toBe('waiting')
    const meanwhile = undoBatch(staff, { id, ...why() })
    await expect(meanwhile).rejects.toMatchObject({ code: 'BATCH_NOT_UNDOABLE' })
    await rejectBatch(other, { id: first.id, reason: '不必撤' })
    const second = await undoBatch(staff, { id, ...why() })
    await approveBatch(other, { id: second.id })
    await finish(second.id)
    expect(await available(members)).toEqual([0, 0])
  })

  it('of members of other stores are neither in a batch nor are their batches seen', async () => {
    const members = await holders(0, 0)
    const code = `B${randomUUID().slice(0, 6).toUpperCase()}`
    const store = await createStore(ctx, { code, name: code })
    const mine = await makeHolder(ctx, { homeStoreId: store.id })
    const scope = { kind: 'stores', storeIds: [store.id] } as const
    const leader = { ...other, actor: { ...other.actor, scope } } as Ctx<Db>
    const all = [...members, mine]
    const { id } = await createBatch(staff, { selection: some(all), points: 5, ...why() })
    const page = listBatchesInput.parse({})
    expect((await listBatches(leader, page)).total).toBe(0)
    await expect(getBatch(leader, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const own = await createBatch(leader, { selection: some(all), points: 5, ...why() })
    expect(await getBatch(leader, { id: own.id })).toMatchObject({ memberCount: 1 })
    const ofMine = await createBatch(staff, { selection: some([mine]), points: 5, ...why() })
    const seen = (await listBatches(leader, page)).list.map(({ id }) => id)
    expect(seen.sort()).toEqual([own.id, ofMine.id].sort())
  })
})
