import { expect, test } from 'vitest'
import { makeI18n } from '../../../app/i18n.ts'
import { explanation } from '../../../../../server/modules/points/points.contract.ts'
import type { Language } from '../../../../../server/contract/errors.ts'
import { ACCOUNT, ENTRIES, LOT, OWING } from '../../../../checks/why-cases.ts'
import { whyBalance, whyEntry, whyLot } from './why.ts'
import type { Say } from './say.ts'

function sayIn(language: Language): Say {
  const { t } = makeI18n(language).global
  const say = (key: string, params: Record<string, string | number> = {}, count?: number) =>
    count === undefined
      ? t(`pointRecords.why.${key}`, params)
      : t(`pointRecords.why.${key}`, params, count)
  return Object.assign(say, { business: (name: string) => t(`pointRecords.business.${name}`) })
}

/** What is said, word by word: of each case, then of a balance and a lot. */
const ZH: Readonly<Record<string, readonly string[]>> = {
  award: [
    '订单 A123 实付 ¥268.00，其中计分 ¥258.00 × 每元 10 分 = 2,580 分（规则第 3 版），完成后 7 天生效，有效期至 2027-03-18。',
    '第 1 行 ¥168.00：1,680 分。',
    '第 2 行 ¥100.00：900 分。',
    '待生效 0 + 2,580 = 2,580。',
  ],
  factors: [
    '订单 A123 计分金额 ¥332.50 × 每元 1 分 × 金卡 1.5 倍 × 会员日 2 倍 = 997 分（取整）（规则第 3 版），立即可用，永久有效。',
    '余额 2,461 + 997 = 3,458。',
  ],
  confirmed: [
    '订单 A123 于 2026-03-11 完成，满 7 天，996 分生效。',
    '余额 2,462 + 996 = 3,458。',
    '待生效 996 − 996 = 0。',
  ],
  orderUse: [
    '订单 A9 付款时用了 60 分。',
    '订单写明的积分里有 20 分当时已经没有，没有扣。',
    '用了 2 笔：2026-03-18 消费得积分 A123（50 分，至 2027-03-18）、2026-03-18 消费得积分 A123（10 分，永久有效）。',
    '余额 100 − 60 = 40。',
  ],
  refundTaken: [
    '订单 A123 退款 R7，退 ¥56.00，收回 84 分。',
    '第 1 行 ¥36.00：54 分。',
    '第 2 行 ¥20.00：30 分。',
    '这笔订单共给过 996 分，此前已收回 10 分。',
    '取自 1 笔：2026-03-18 消费得积分 A123（84 分，至 2027-03-18）。',
    '另有 5 分已经用掉，按规则不再追回。',
    '冲回的是 2026-03-11 消费得积分 A123 +996。',
    '余额 100 − 84 = 16。',
  ],
  refundGiven: [
    '订单 A9 退款 R8，退 ¥1.00，退还 20 分。',
    '这笔订单共用过 60 分。',
    '退回到 1 笔：2026-03-18 消费得积分 A123（20 分，至 2027-03-18）。',
    '其中 5 分抵了欠分。',
    '余额 40 + 20 = 60。',
  ],
  hold: ['订单 A9（¥268.00）占用积分，抵扣 ¥20.00。', '余额 200 − 200 = 0。'],
  handAdded: [
    '林晓雯 人工增加 500 分，原因：3/9 退款延误。',
    '这笔得的 500 分，现在还剩 120。',
    '之后被冲回：2026-03-18 人工调整 M2 −380。',
    '余额 1,000 + 500 = 1,500。',
  ],
  handTaken: ['林晓雯 人工扣减 1 分。', '余额 1 − 1 = 0。'],
  handMoved: ['林晓雯 改了一笔积分的有效期，积分不变，原因：客诉。'],
  handReleased: ['林晓雯 解除冻结，放出的积分先抵欠分。', '其中 7 分抵了欠分。'],
  batch: ['林晓雯 批量增加 10 分（批量 B1）。', '余额 0 + 10 = 10。'],
  undone: ['林晓雯 撤销批量 B1，收回 10 分。', '余额 10 − 10 = 0。'],
  opening: ['从旧系统带入 300 分，文件 期初.csv，编号 OLD-7。', '余额 0 + 300 = 300。'],
  partner: ['小程序商城 告知：每日签到，增加 10 分。', '余额 300 + 10 = 310。'],
  expired: ['2026-03-01 之前到期、没有用掉的 30 分过期。', '余额 310 − 30 = 280。'],
  timedOut: ['订单没有按时付款，占用的积分放出，先抵欠分。', '其中 7 分抵了欠分。'],
  extended: ['林晓雯 把这笔积分的有效期延长到 2026-06-30（批量 B2），积分不变，原因：周年庆。'],
  reinstated: [
    '林晓雯 恢复 2026-02-28 过期的 30 分（批量 B3），原因：系统故障。',
    '余额 280 + 30 = 310。',
  ],
  balance: [
    '可用 1,230 = 入账 3,000 + 退还 20 − 用掉 1,500 − 收回 60 − 过期 200 − 占用 20 − 冻结 10，其中 300 分将于 2026-04-01 过期。',
    '折合 ¥12.30。',
    '另有 468 分待生效，还不能用。',
  ],
  owing: ['可用 0 = 入账 53 + 欠分 7 − 用掉 50 − 收回 10。', '欠 7 分，下次入账先抵。'],
  lot: [
    '2026-03-18 消费得积分 A123 得 100 分，有效期至 2027-03-18。',
    '2026-03-18 20 分抵了欠分，剩 80。',
    '2026-03-18 订单抵扣 A9 −65，剩 15。',
    '现在可用 10，占用 5，冻结 0。',
  ],
  waiting: [
    '2026-03-18 消费得积分 A123 得 100 分，永久有效。',
    '2026-03-18 20 分抵了欠分，剩 80。',
    '2026-03-18 订单抵扣 A9 −65，剩 15。',
    '还没有生效：15。',
  ],
}

const EN: typeof ZH = {
  award: [
    'Order A123: ¥268.00 paid, of which ¥258.00 × 10 for each yuan = 2,580 points (rules version 3), usable 7 days after completion, valid until 2027-03-18.',
    'Line 1, ¥168.00: 1,680 points.',
    'Line 2, ¥100.00: 900 points.',
    'Pending 0 + 2,580 = 2,580.',
  ],
  factors: [
    'Order A123: ¥332.50 × 1 for each yuan × 1.5 金卡 × 2 会员日 = 997 points (rounded) (rules version 3), usable at once, never expires.',
    'Balance 2,461 + 997 = 3,458.',
  ],
  confirmed: [
    'Order A123 was completed on 2026-03-11, 7 days passed: 996 points became usable.',
    'Balance 2,462 + 996 = 3,458.',
    'Pending 996 − 996 = 0.',
  ],
  orderUse: [
    'Order A9 was paid with 60 points.',
    'The order names 20 points more that were not there any more; they were not taken.',
    'Taken from 2 lots: 2026-03-18 Order award A123 (50 points, until 2027-03-18), 2026-03-18 Order award A123 (10 points, never expires).',
    'Balance 100 − 60 = 40.',
  ],
  refundTaken: [
    'Order A123, refund R7 of ¥56.00: 84 points taken back.',
    'Line 1, ¥36.00: 54 points.',
    'Line 2, ¥20.00: 30 points.',
    'The order had given 996 points; 10 points taken back before.',
    'Out of 1 lot: 2026-03-18 Order award A123 (84 points, until 2027-03-18).',
    '5 points more were spent already; by the rules nobody owes them.',
    'Takes back 2026-03-11 Order award A123 +996.',
    'Balance 100 − 84 = 16.',
  ],
  refundGiven: [
    'Order A9, refund R8 of ¥1.00: 20 points given back.',
    'The order had used 60 points.',
    'Put back into 1 lot: 2026-03-18 Order award A123 (20 points, until 2027-03-18).',
    '5 points of it paid what was owed.',
    'Balance 40 + 20 = 60.',
  ],
  hold: ['Order A9 (¥268.00) set points aside for ¥20.00.', 'Balance 200 − 200 = 0.'],
  handAdded: [
    '林晓雯 added 500 points by hand, reason: 3/9 退款延误.',
    'Of these 500 points, 120 are left.',
    'Taken back later: 2026-03-18 By hand M2 −380.',
    'Balance 1,000 + 500 = 1,500.',
  ],
  handTaken: ['林晓雯 took 1 point by hand.', 'Balance 1 − 1 = 0.'],
  handMoved: ['林晓雯 moved the date of a lot; no points changed, reason: 客诉.'],
  handReleased: [
    '林晓雯 lifted a freeze; the points pay what is owed first.',
    '7 points of it paid what was owed.',
  ],
  batch: ['林晓雯 added 10 points in a batch (B1).', 'Balance 0 + 10 = 10.'],
  undone: ['林晓雯 undid batch B1: 10 points taken back.', 'Balance 10 − 10 = 0.'],
  opening: ['Brought along 300 points, file 期初.csv, reference OLD-7.', 'Balance 0 + 300 = 300.'],
  partner: ['小程序商城 says: 每日签到, 10 points added.', 'Balance 300 + 10 = 310.'],
  expired: [
    '30 points that ended before 2026-03-01 and were not used expired.',
    'Balance 310 − 30 = 280.',
  ],
  timedOut: [
    'The order was not paid in time; points on hold pay what is owed first.',
    '7 points of it paid what was owed.',
  ],
  extended: [
    '林晓雯 moved the last day of a lot to 2026-06-30 (batch B2); no points changed, reason: 周年庆.',
  ],
  reinstated: [
    '林晓雯 gave back 30 points that expired on 2026-02-28 (batch B3), reason: 系统故障.',
    'Balance 280 + 30 = 310.',
  ],
  balance: [
    'Available 1,230 = earned 3,000 + given back 20 − used 1,500 − taken back 60 − expired 200 − on hold 20 − frozen 10, 300 points of them expire on 2026-04-01.',
    'Worth ¥12.30.',
    '468 points more are pending and can’t be used yet.',
  ],
  owing: [
    'Available 0 = earned 53 + owed 7 − used 50 − taken back 10.',
    '7 points owed: the next credit pays them first.',
  ],
  lot: [
    '2026-03-18 Order award A123 gave 100 points, valid until 2027-03-18.',
    '2026-03-18 20 points paid what was owed, 80 left.',
    '2026-03-18 Order payment A9 −65, 15 left.',
    'Now 10 available, 5 on hold, 0 frozen.',
  ],
  waiting: [
    '2026-03-18 Order award A123 gave 100 points, never expires.',
    '2026-03-18 20 points paid what was owed, 80 left.',
    '2026-03-18 Order payment A9 −65, 15 left.',
    'Not usable yet: 15.',
  ],
}

test.each([
  ['zh', ZH],
  ['en', EN],
] as const)('every entry, balance and lot says why in %s', (language, expected) => {
  const say = sayIn(language)
  const entries = Object.entries(ENTRIES).map(([name, entry]) => [name, whyEntry(say, entry)])
  expect({
    ...Object.fromEntries(entries),
    balance: whyBalance(say, ACCOUNT),
    owing: whyBalance(say, OWING),
    lot: whyLot(say, LOT),
    waiting: whyLot(say, { ...LOT, isPending: true, expiresOn: null }),
  }).toEqual(expected)
})

test('no kind of explanation is left without a case', () => {
  const kinds = explanation.options.map(({ shape }) => shape.kind.value)
  const tried = new Set(Object.values(ENTRIES).map((entry) => entry.explanation.kind))
  expect(kinds.filter((kind) => !tried.has(kind))).toEqual([])
})
