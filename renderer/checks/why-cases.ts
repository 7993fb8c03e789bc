import type { Explanation } from '../../server/modules/points/points.contract.ts'
import type {
  EntryBrief,
  EntryDetail,
  LotDetail,
  LotRow,
  PointAccount,
} from '../../server/modules/points/records.contract.ts'

const ID = '019cfe00-0000-7000-8000-000000000001'
const brief = (over: Partial<EntryBrief> = {}): EntryBrief => ({
  ...{ id: ID, kind: 'earn', points: 0, pending: 0, forgone: 0, business: 'orderAward' },
  ...{ businessId: 'A123', businessDate: '2026-03-18', bookedAt: 0 },
  ...over,
})
const lot = (over: Partial<LotRow> = {}): LotRow => ({
  ...{ id: ID, entry: brief({ points: 100 }), points: 100, free: 100, held: 0, frozen: 0 },
  ...{ isPending: false, earnedAt: 0, expiresOn: '2027-03-18' },
  ...over,
})
const entryOf = (explanation: Explanation, over: Partial<EntryDetail> = {}): EntryDetail => ({
  ...brief(),
  ...{ member: { uid: ID, memberNo: '600000000001', nickname: '夏夏' } },
  ...{ balanceAfter: 0, pendingAfter: 0, store: null, batchId: null, reason: null },
  ...{ actor: { kind: 'staff', name: '林晓雯' }, occurredAt: 0, state: 'stands' },
  ...{ made: null, shares: [], reverses: null, reversedBy: [] },
  explanation,
  ...over,
})
const award = {
  ...{ kind: 'orderAward', orderNo: 'A123', version: 3, rateBp: 100_000, factors: [] },
  ...{ earningFen: 25_800, lines: [], isPending: true, confirmAfterDays: 7 },
  validity: { kind: 'months', months: 12 },
} as const satisfies Explanation
const byHand = { kind: 'byHand' } as const
const line = (lineNo: number, fen: number, points: number) => ({ lineNo, fen, points })

/** One entry of every kind there is, and of every way a kind can go. */
export const ENTRIES: Record<string, EntryDetail> = {
  award: entryOf(
    { ...award, lines: [line(1, 16_800, 1_680), line(2, 10_000, 900)] },
    {
      pending: 2_580,
      pendingAfter: 2_580,
      made: lot({ points: 2_580, free: 2_580, isPending: true }),
    },
  ),
  factors: entryOf(
    {
      ...{ ...award, isPending: false, earningFen: 33_250, validity: { kind: 'never' } },
      factors: [
        { name: '金卡', bp: 15_000 },
        { name: '会员日', bp: 20_000 },
      ],
      rateBp: 10_000,
    },
    { points: 997, balanceAfter: 3_458 },
  ),
  confirmed: entryOf(
    { kind: 'confirmed', orderNo: 'A123', completedOn: '2026-03-11', days: 7 },
    { kind: 'confirm', points: 996, pending: -996, balanceAfter: 3_458 },
  ),
  orderUse: entryOf(
    { kind: 'orderUse', orderNo: 'A9', wanted: 80 },
    {
      ...{ kind: 'spend', business: 'orderUse', points: -60, balanceAfter: 40 },
      shares: [
        { lot: lot(), points: -50, debt: 0 },
        { lot: lot({ expiresOn: null }), points: -10, debt: 0 },
      ],
    },
  ),
  refundTaken: entryOf(
    {
      ...{ kind: 'refund', orderNo: 'A123', refundNo: 'R7', refundedFen: 5_600 },
      ...{ lines: [line(1, 3_600, 54), line(2, 2_000, 30)], before: 10, of: 996 },
    },
    {
      ...{ kind: 'reverse', points: -84, balanceAfter: 16, forgone: 5 },
      reverses: brief({ points: 996, businessDate: '2026-03-11' }),
      shares: [{ lot: lot(), points: -84, debt: 0 }],
    },
  ),
  refundGiven: entryOf(
    {
      ...{ kind: 'refund', orderNo: 'A9', refundNo: 'R8', refundedFen: 100 },
      ...{ lines: [], before: 0, of: 60 },
    },
    {
      ...{ kind: 'reverse', points: 20, balanceAfter: 60 },
      shares: [{ lot: lot(), points: 20, debt: -5 }],
    },
  ),
  hold: entryOf(
    { kind: 'hold', orderNo: 'A9', amountFen: 26_800, deductionFen: 2_000 },
    { kind: 'settle', points: -200, balanceAfter: 0 },
  ),
  handAdded: entryOf(byHand, {
    ...{ points: 500, balanceAfter: 1_500, reason: '3/9 退款延误' },
    made: lot({ points: 500, free: 120 }),
    reversedBy: [brief({ points: -380, business: 'manual', businessId: 'M2' })],
  }),
  handTaken: entryOf(byHand, { kind: 'spend', points: -1, balanceAfter: 0 }),
  handMoved: entryOf(byHand, { kind: 'extend', reason: '客诉' }),
  handReleased: entryOf(byHand, {
    kind: 'unfreeze',
    shares: [{ lot: lot(), points: 0, debt: -7 }],
  }),
  batch: entryOf({ kind: 'batch', batchId: 'B1' }, { points: 10, balanceAfter: 10 }),
  undone: entryOf({ kind: 'undone', batchId: 'B1' }, { points: -10, balanceAfter: 0 }),
  opening: entryOf(
    { kind: 'opening', fileName: '期初.csv', reference: 'OLD-7' },
    { points: 300, balanceAfter: 300 },
  ),
  partner: entryOf(
    { kind: 'partner', partner: '小程序商城', text: '每日签到' },
    { points: 10, balanceAfter: 310 },
  ),
  expired: entryOf(
    { kind: 'expired', asOf: '2026-03-01' },
    { kind: 'expire', points: -30, balanceAfter: 280 },
  ),
  timedOut: entryOf(
    { kind: 'timedOut', holdId: 'H1' },
    { kind: 'release', shares: [{ lot: lot(), points: 0, debt: -7 }] },
  ),
  extended: entryOf(
    { kind: 'extended', batchId: 'B2', until: '2026-06-30' },
    { kind: 'extend', reason: '周年庆' },
  ),
  reinstated: entryOf(
    { kind: 'reinstated', expiredOn: '2026-02-28' },
    { points: 30, balanceAfter: 310, reason: '系统故障', batchId: 'B3' },
  ),
}

/** A member with something of everything, and one who owes. */
export const ACCOUNT: PointAccount = {
  ...{ available: 1_230, held: 20, frozen: 10, pending: 468, debt: 0, entries: 9 },
  valueFen: 1_230,
  sums: { earned: 3_000, used: 1_500, returned: 20, takenBack: 60, expired: 200 },
  expiries: [{ on: '2026-04-01', points: 300 }],
  ...{ lots: [], hasMoreLots: false, holds: [] },
}
export const OWING: PointAccount = {
  ...{ ...ACCOUNT, available: 0, held: 0, frozen: 0, pending: 0, debt: 7, valueFen: 0 },
  sums: { earned: 53, used: 50, returned: 0, takenBack: 10, expired: 0 },
  expiries: [],
}
const spent = brief({ kind: 'spend', points: -65, business: 'orderUse', businessId: 'A9' })
export const LOT: LotDetail = {
  ...lot({ free: 10, held: 5 }),
  member: { uid: ID, memberNo: '600000000001', nickname: '夏夏' },
  history: [
    { entry: brief({ points: 100 }), points: 100, debt: -20, left: 80 },
    { entry: { ...spent, id: `${ID.slice(0, -1)}2` }, points: -65, debt: 0, left: 15 },
  ],
}
