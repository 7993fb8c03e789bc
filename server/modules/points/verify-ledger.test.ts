import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { Ctx, Db, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { Walk, walks } from '../../testing/ledger-walk.ts'
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

/** Check, what it is about, what the movements come to, what is written down. */
type Found = readonly [string, string | null, string | number, string | number]
interface Damage {
  readonly name: string
  do(ctx: Ctx<Tx>, sample: PointsSample, other: PointsSample): Promise<unknown>
  found(sample: PointsSample, other: PointsSample): Found[]
}

const account =
  (data: object): Damage['do'] =>
  ({ db }, { id }) =>
    db.pointAccount.update({ where: { id }, data })
const part = ({ db }: Ctx<Tx>, holdId: string, data: object) =>
  db.pointHoldPart.update({ where: { holdId_position: { holdId, position: 1 } }, data })

/** One row each, changed behind the ledger's back, and all that comes of it. */
const DAMAGES: readonly Damage[] = [
  {
    name: 'available points of an account',
    do: account({ available: 46 }),
    found: () => [
      ['account.balance', null, 75, 76],
      ['account.available', null, 45, 46],
    ],
  },
  {
    name: 'held points of an account',
    do: account({ held: 21 }),
    found: () => [
      ['account.balance', null, 75, 76],
      ['account.held', null, 20, 21],
    ],
  },
  {
    name: 'frozen points of an account',
    do: account({ frozen: 11 }),
    found: () => [
      ['account.balance', null, 75, 76],
      ['account.frozen', null, 10, 11],
    ],
  },
  {
    name: 'pending points of an account',
    do: account({ pending: 41 }),
    found: () => [
      ['account.pending', null, 40, 41],
      ['account.pendingLots', null, 40, 41],
    ],
  },
  {
    name: 'how many entries an account has',
    do: account({ entries: 6 }),
    found: () => [['account.entries', null, 5, 6]],
  },
  {
    name: 'a debt beside points that are available',
    do: account({ debt: 3 }),
    found: () => [
      ['account.balance', null, 75, 72],
      ['account.debt', null, 0, 45],
    ],
  },
  {
    name: 'an account below nothing',
    do: account({ available: -1 }),
    found: () => [
      ['account.balance', null, 75, 29],
      ['account.available', null, 45, -1],
      ['account.negative', null, 0, -1],
    ],
  },
  {
    name: 'an account that is gone',
    do: ({ db }, { id }) => db.pointAccount.delete({ where: { id } }),
    found: () => [['account.missing', null, 5, 0]],
  },
  {
    name: 'the place of an entry',
    do: ({ db }, { returned: id }) => db.pointEntry.update({ where: { id }, data: { seq: 7 } }),
    found: ({ returned }) => [['entry.seq', returned, 5, 7]],
  },
  {
    name: 'an entry that is gone',
    do: ({ db }, { paid: id }) => db.pointEntry.delete({ where: { id } }),
    found: ({ returned }) => [
      ['account.balance', null, 80, 75],
      ['account.entries', null, 4, 5],
      ['entry.seq', returned, 4, 5],
      ['entry.balance', returned, 80, 75],
    ],
  },
  {
    name: 'the balance after an entry',
    do: ({ db }, { paid: id }) =>
      db.pointEntry.update({ where: { id }, data: { balanceAfter: 66 } }),
    found: ({ paid }) => [['entry.balance', paid, 65, 66]],
  },
  {
    name: 'what was pending after an entry',
    do: ({ db }, { spent: id }) =>
      db.pointEntry.update({ where: { id }, data: { pendingAfter: 39 } }),
    found: ({ spent }) => [['entry.pending', spent, 40, 39]],
  },
  {
    name: 'the points of an entry',
    do: ({ db }, { spent: id }) => db.pointEntry.update({ where: { id }, data: { points: -31 } }),
    found: ({ spent }) => [
      ['account.balance', null, 74, 75],
      ['entry.balance', spent, 69, 70],
      ['entry.allocations', spent, -30, -31],
    ],
  },
  {
    name: 'what an entry took from a lot',
    do: ({ db }, { paid: entryId, lot: lotId }) =>
      db.pointAllocation.update({
        where: { entryId_lotId: { entryId, lotId } },
        data: { points: -4 },
      }),
    found: ({ paid, lot }) => [
      ['entry.allocations', paid, -4, -5],
      ['lot.stock', lot, 76, 75],
    ],
  },
  {
    name: 'an entry that took from a lot of somebody else',
    do: ({ db }, { paid: entryId, lot: lotId }, other) =>
      db.pointAllocation.update({
        where: { entryId_lotId: { entryId, lotId } },
        data: { lotId: other.lot, points: 0 },
      }),
    found: ({ paid, lot }) => [
      ['entry.allocations', paid, 0, -5],
      ['lot.stock', lot, 80, 75],
    ],
  },
  {
    name: 'more given back than an entry took',
    do: ({ db }, { returned: id, paid: reverses }) =>
      db.pointEntry.update({ where: { id }, data: { reverses } }),
    found: ({ paid }) => [['entry.reversals', paid, 5, 10]],
  },
  {
    name: 'an entry of somebody else that was given back',
    do: ({ db }, { returned: id }, { spent: reverses }) =>
      db.pointEntry.update({ where: { id }, data: { reverses } }),
    found: (_, { spent }) => [['entry.reversals', spent, 0, 10]],
  },
  {
    name: 'forgone points below nothing',
    do: ({ db }, { spent: id }) => db.pointEntry.update({ where: { id }, data: { forgone: -1 } }),
    found: ({ spent }) => [['entry.negative', spent, 0, -1]],
  },
  {
    name: 'what is left of a lot',
    do: ({ db }, { lot: id }) => db.pointLot.update({ where: { id }, data: { free: 44 } }),
    found: ({ lot }) => [
      ['account.available', null, 44, 45],
      ['lot.stock', lot, 75, 74],
    ],
  },
  {
    name: 'a lot without its entry',
    do: ({ db }, { pendingLot: id }) =>
      db.pointLot.update({ where: { id }, data: { entryId: 'gone' } }),
    found: ({ pendingLot, toEarn }) => [
      ['entry.allocations', toEarn, 0, 40],
      ['lot.entry', pendingLot, 0, 40],
    ],
  },
  {
    name: 'what of a lot is held',
    do: ({ db }, { lot: id }) =>
      db.pointLot.update({ where: { id }, data: { free: 44, held: 21 } }),
    found: ({ lot }) => [
      ['account.available', null, 44, 45],
      ['account.held', null, 21, 20],
      ['lot.held', lot, 20, 21],
    ],
  },
  {
    name: 'a lot below nothing',
    do: ({ db }, { pendingLot: id }) =>
      db.pointLot.update({ where: { id }, data: { free: -1, frozen: 41 } }),
    found: ({ pendingLot }) => [
      ['lot.frozen', pendingLot, 0, 41],
      ['lot.negative', pendingLot, 0, -1],
    ],
  },
  {
    name: 'what a hold was opened with',
    do: ({ db }, { hold: id }) => db.pointHold.update({ where: { id }, data: { points: 21 } }),
    found: ({ hold }) => [['hold.parts', hold, 21, 20]],
  },
  {
    name: 'a hold on a lot of somebody else',
    do: (ctx, { hold }, other) => part(ctx, hold, { lotId: other.lot }),
    found: ({ hold, lot }) => [
      ['lot.held', lot, 0, 20],
      ['hold.parts', hold, 20, 0],
    ],
  },
  {
    name: 'a freeze with more than it was opened with',
    do: (ctx, { freeze }) => part(ctx, freeze, { points: 11 }),
    found: ({ freeze, lot }) => [
      ['lot.frozen', lot, 11, 10],
      ['hold.parts', freeze, 10, 11],
    ],
  },
  {
    name: 'a hold that has ended and has points',
    do: (ctx, { settled }) => part(ctx, settled, { points: 1 }),
    found: ({ settled }) => [['hold.ended', settled, 0, 1]],
  },
  {
    name: 'a hold that should have let go two days ago',
    do: (ctx, { hold: id }) =>
      ctx.db.pointHold.update({
        where: { id },
        data: { expiresAt: new Date(ctx.clock.now().getTime() - 2 * DAY_MS) },
      }),
    found: ({ hold }) => [['hold.overdue', hold, 0, 20]],
  },
  {
    name: 'a hold below nothing',
    do: (ctx, { hold }) => part(ctx, hold, { points: -20 }),
    found: ({ hold, lot }) => [
      ['lot.held', lot, -20, 20],
      ['hold.parts', hold, 20, -20],
      ['hold.negative', hold, 0, -20],
    ],
  },
  {
    name: 'totals of a member',
    do: ({ db }, { id }) =>
      db.memberTotals.update({
        where: { id },
        data: { orderCount: 2, spendFen: 1001, lastOrderDate: '2026-03-19' },
      }),
    found: () => [
      ['totals.orders', null, 1, 2],
      ['totals.spend', null, 1000, 1001],
      ['totals.lastOrder', null, '2026-03-18', '2026-03-19'],
    ],
  },
  {
    name: 'the day of an order',
    do: ({ db }, { id: memberId }) =>
      db.memberDay.update({
        where: { memberId_businessDate: { memberId, businessDate: '2026-03-18' } },
        data: { orderCount: 2, spendFen: 999 },
      }),
    found: () => [
      ['day.orders', '2026-03-18', 1, 2],
      ['day.spend', '2026-03-18', 1000, 999],
    ],
  },
  {
    name: 'a day that is gone',
    do: ({ db }, { id: memberId }) => db.memberDay.deleteMany({ where: { memberId } }),
    found: () => [
      ['day.orders', '2026-03-18', 1, 0],
      ['day.spend', '2026-03-18', 1000, 0],
    ],
  },
]

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
