import { expect, test } from 'vitest'
import { makeI18n } from '../../../app/i18n.ts'
import { whyBalance, whyEntry, whyLot } from './why.ts'
import type { Say } from './say.ts'
import type { Language } from '../../../../../server/contract/errors.ts'
import type {
  Explanation,
  PointBusiness,
} from '../../../../../server/modules/points/points.contract.ts'
import type {
  EntryBrief,
  EntryDetail,
  LotDetail,
  LotRow,
  PointAccount,
} from '../../../../../server/modules/points/records.contract.ts'

function sayIn(language: Language): Say {
  const { t } = makeI18n(language).global
  const say = (key: string, params: Record<string, string | number> = {}, count?: number) =>
    count === undefined
      ? t(`pointRecords.why.${key}`, params)
      : t(`pointRecords.why.${key}`, params, count)
  return Object.assign(say, { business: (name: string) => t(`pointRecords.business.${name}`) })
}

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

const ENTRIES: Record<string, EntryDetail> = {
  award: entryOf(
    { ...award, lines: [line(1, 16_800, 1_680), line(2, 10_000, 900)] },
    { pending: 2_580, pendingAfter: 2_580, made: lot({ points: 2_580, free: 2_580, isPending: true }) },
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
    { kind: 'orderUse', orderNo: 'A9', lines: [], uncovered: 20 },
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
  reinstated: entryOf(
    { kind: 'reinstated', expiredOn: '2026-02-28' },
    { kind: 'reverse', points: 30, balanceAfter: 310, reason: '系统故障' },
  ),
}
test('print', () => {
  for (const l of ['zh','en'] as const) for (const [k, e] of Object.entries(ENTRIES)) console.log(l, k, JSON.stringify(whyEntry(sayIn(l), e), null, 1))
  const account: PointAccount = {available: 1230, held: 20, frozen: 10, pending: 468, debt: 0, entries: 9, valueFen: 1230, sums: {earned: 3000, used: 1500, returned: 20, takenBack: 60, expired: 200}, expiries: [{on:'2026-04-01', points: 300}], lots: [], hasMoreLots: false, holds: []}
  const d: LotDetail = {...lot({free: 10, held: 5}), member: {uid: ID, memberNo:'6', nickname: ''}, history: [
    {entry: brief({points: 100}), points: 100, debt: -20, left: 80},
    {entry: brief({id: ID.replace(/1$/,'2'), kind:'spend', points: -65, business: 'orderUse', businessId:'A9', businessDate: '2026-03-20'}), points: -65, debt: 0, left: 15}]}
  for (const l of ['zh','en'] as const) console.log(whyBalance(sayIn(l), account), whyBalance(sayIn(l), {...account, available: 0, debt: 7, pending: 0, expiries: []}), whyLot(sayIn(l), d), whyLot(sayIn(l), {...d, isPending: true, expiresOn: null}))
  expect(1).toBe(1)
})
const unused: PointBusiness[] = []
