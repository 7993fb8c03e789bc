import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { Ctx, Db, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { Walk, walks } from '../../testing/ledger-walk.ts'
import { DAMAGES } from '../../testing/points-damages.ts'
import {
  bookPoints,
  makePointsMember,
  makePointsSample,
  type PointsSample,
} from '../../testing/points-sample.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { plainMember } from '../../testing/test-member.ts'
import {
  FINDINGS_MAX,
  PROOF_CHECKS,
  type LedgerProof,
  type ProofFinding,
} from './ledger-proof.contract.ts'
import { postCommands } from './post-commands.ts'
import { verifyLedger } from './verify-ledger.ts'

const DAY_MS = 24 * 3_600_000
const WALKS = Number(process.env['LEDGER_WALKS'] ?? 15)

it('every check has a damage that it finds', () => {
  const sample = new Proxy({}, { get: () => '' }) as PointsSample
  const checks = DAMAGES.flatMap(({ found }) => found(sample, sample).map(([check]) => check))
  expect([...new Set(checks)].sort()).toEqual([...PROOF_CHECKS].sort())
})

describeOnBothDatabases('the proof of the books', (database) => {
  let ctx: Ctx<Db>
  let sample: PointsSample
  let other: PointsSample

  beforeAll(async () => {
    ctx = makeTestContext(database())
    sample = await makePointsSample(ctx)
    other = await makePointsSample(ctx)
  })

  /** Proves books that are damaged for that long. */
  async function proveDamaged(damage: (ctx: Ctx<Tx>) => Promise<unknown>): Promise<LedgerProof> {
    let proof: LedgerProof | undefined
    const undone = new Error('undone')
    await inTransaction(ctx, async (ctx) => {
      await damage(ctx)
      proof = await verifyLedger(ctx)
      throw undone
    }).catch((error: unknown) => expect(error).toBe(undone))
    return proof as unknown as LedgerProof
  }

  it('is clean after any walk, whatever was owed, forgone, frozen and let go', async () => {
    let entries = (await verifyLedger(ctx)).entries
    await fc.assert(
      fc.asyncProperty(walks, async (steps) => {
        const { id: memberId } = await makePointsMember(ctx)
        const walk = new Walk({
          ...{ memberId, today: '2026-03-18' },
          async do(command) {
            const [outcome] = await inTransaction(ctx, (ctx) => postCommands(ctx, [command]))
            if (!outcome) throw new Error('a command has an outcome')
            return outcome
          },
        })
        for (const step of steps) await walk.take(step)
        const proof = await verifyLedger(ctx, { membersAStep: 7 })
        expect(proof.list).toEqual([])
        expect(proof).toMatchObject({ found: 0, members: await ctx.db.member.count() })
        expect(proof.entries).toBeGreaterThanOrEqual(entries)
        entries = proof.entries
      }),
      { numRuns: WALKS },
    )
    expect(entries).toBe(await ctx.db.pointEntry.count())
  })

  it.each(DAMAGES)('finds $name, and nothing of anybody else', async ({ do: damage, found }) => {
    const proof = await proveDamaged((ctx) => damage(ctx, sample, other))
    const rows = proof.list.map(({ check, recordId, expected, actual }) => [
      ...[check, recordId, expected, actual],
    ])
    expect(rows.sort()).toEqual(
      found(sample, other)
        .map(([check, record, ...figures]) => [check, record, ...figures.map(String)])
        .sort(),
    )
    expect(new Set(proof.list.map(({ memberId }) => memberId))).toEqual(new Set([sample.id]))
    expect(proof.found).toBe(proof.list.length)
    const counts = Object.values(proof.findings).reduce((sum, n) => sum + n, 0)
    expect(counts).toBe(proof.found)
  })

  it('leaves a hold a day after its time, and a member without account and entries alone', async () => {
    const { id } = await makePointsMember(ctx)
    const proof = await proveDamaged(async ({ db, clock }) => {
      await db.pointAccount.delete({ where: { id } })
      const expiresAt = new Date(clock.now().getTime() - DAY_MS + 1000)
      await db.pointHold.update({ where: { id: sample.hold }, data: { expiresAt } })
    })
    expect(proof.list).toEqual([])
  })

  it('counts all that is off and lists the first thousand in the order of members', async () => {
    const now = ctx.clock.now()
    const { totals: _, ...plain } = plainMember(now)
    const proof = await proveDamaged(async ({ db }) => {
      const many = Array.from({ length: FINDINGS_MAX + 1 }, (_, i) => `many-${i}`)
      await db.member.createMany({
        data: many.map((uid) => ({ ...plain, uid, memberNo: uid })),
      })
      const members = await db.member.findMany({ where: { uid: { in: many } } })
      const zeros = { available: 0, held: 0, frozen: 0, pending: 0, debt: 0, updatedAt: now }
      await db.pointAccount.deleteMany({ where: { id: { in: members.map(({ id }) => id) } } })
      await db.pointAccount.createMany({
        data: members.map(({ id }) => ({ id, ...zeros, entries: 1 })),
      })
    })
    expect(proof).toMatchObject({
      found: FINDINGS_MAX + 1,
      findings: { 'account.entries': FINDINGS_MAX + 1 },
    })
    expect(proof.list).toHaveLength(FINDINGS_MAX)
    const ids = proof.list.map(({ memberId }) => memberId)
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
  })

  it('raises no alarm while points are booked', async () => {
    const members = await Promise.all(Array.from({ length: 6 }, () => makePointsMember(ctx)))
    let isBooking = true
    const booking = Promise.all(
      members.map(async ({ id }) => {
        for (let n = 0; n < 15; n += 1) {
          await bookPoints(ctx, id, {
            do: 'earn',
            points: 9,
            isPending: n % 3 === 0,
            expiresOn: null,
          })
          if (n % 3 === 0) continue
          const { holdId } = await bookPoints(ctx, id, { do: 'hold', points: 4, expiresAt: null })
          await bookPoints(ctx, id, { do: 'settle', holdId: holdId ?? '', points: 3 })
        }
      }),
    ).finally(() => {
      isBooking = false
    })
    let walked = 0
    const alarms: ProofFinding[] = []
    while (isBooking) {
      alarms.push(...(await verifyLedger(ctx, { membersAStep: 3 })).list)
      walked += 1
    }
    await booking
    expect(alarms).toEqual([])
    expect(walked).toBeGreaterThan(1)
  })

  it('says how far it is and stops when it is told to', async () => {
    const total = await ctx.db.member.count()
    const steps: (readonly [number, number | undefined])[] = []
    await verifyLedger(ctx, {
      membersAStep: 1,
      report: (done, total) => steps.push([done, total]),
    })
    expect(steps).toEqual(Array.from({ length: total + 1 }, (_, i) => [i, total]))
    const stop = new AbortController()
    const reports: number[] = []
    const stopped = verifyLedger(ctx, {
      membersAStep: 1,
      signal: stop.signal,
      report(done) {
        reports.push(done)
        if (done === 1) stop.abort()
      },
    })
    await expect(stopped).rejects.toThrow('aborted')
    expect(reports).toEqual([0, 1])
  })

  it('counts deliveries that are stuck, which is no fault of the books', async () => {
    const before = await verifyLedger(ctx)
    expect(before.outbox).toEqual({ waiting: 0, dead: 0 })
    const proof = await proveDamaged(async ({ db, clock }) => {
      const event = { type: 'member.updated', memberUid: sample.uid, payload: {} }
      const delivery = { consumer: 'test', attempts: 1, nextAttemptAt: clock.now() }
      const deliver = (id: string, status: string) =>
        db.outboxEvent.create({
          data: {
            ...{ id, ...event, occurredAt: clock.now() },
            deliveries: { create: { ...delivery, status } },
          },
        })
      await deliver('01900000-0000-7000-8000-000000000001', 'waiting')
      await deliver('01900000-0000-7000-8000-000000000002', 'dead')
      await deliver('ffffffff-0000-7000-8000-000000000001', 'waiting')
    })
    expect(proof).toMatchObject({ found: 0, outbox: { waiting: 1, dead: 1 } })
  })
})
