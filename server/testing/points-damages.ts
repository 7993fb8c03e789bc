import type { Ctx, Tx } from '../db/context.ts'
import type { PointsSample } from './points-sample.ts'

const DAY_MS = 24 * 3_600_000

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
export const DAMAGES: readonly Damage[] = [
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
