import { defineMessages } from '../../i18n/define-messages.ts'

/** A sentence for each comparison: what is written down, and what the movements come to. */
export const proofCheckMessages = defineMessages(
  {
    account: {
      balance: '账户的可用、占用、冻结减去欠分是 {actual}，分录合计是 {expected}',
      pending: '账户的待生效是 {actual}，分录合计是 {expected}',
      entries: '账户记有 {actual} 条分录，实际有 {expected} 条',
      available: '账户的可用积分是 {actual}，各批次合计是 {expected}',
      held: '账户的占用是 {actual}，各批次合计是 {expected}',
      frozen: '账户的冻结是 {actual}，各批次合计是 {expected}',
      pendingLots: '账户的待生效是 {actual}，待生效批次合计是 {expected}',
      debt: '账户有欠分，可用积分却是 {actual}，应为 {expected}',
      negative: '账户有一项是 {actual}，不能小于 {expected}',
      missing: '有 {expected} 条分录，但没有账户（{actual} 个）',
    },
    entry: {
      seq: '分录的序号是 {actual}，按顺序应为 {expected}',
      balance: '分录之后的余额记为 {actual}，到此合计是 {expected}',
      pending: '分录之后的待生效记为 {actual}，到此合计是 {expected}',
      allocations: '分录记为 {actual}，从批次存取的合计是 {expected}',
      reversals: '分录已被冲回 {actual}，最多只能冲回 {expected}',
      negative: '分录有一项是 {actual}，不能小于 {expected}',
    },
    lot: {
      stock: '批次还剩 {actual}，按存取应剩 {expected}',
      entry: '批次记为 {actual}，它的入账分录是 {expected}',
      held: '批次被占用 {actual}，未结束的占用合计是 {expected}',
      frozen: '批次被冻结 {actual}，未结束的冻结合计是 {expected}',
      negative: '批次有一项是 {actual}，不能小于 {expected}',
    },
    hold: {
      parts: '占用的批次合计是 {actual}，占用时是 {expected}',
      ended: '占用已经结束，却还占着 {actual}，应为 {expected}',
      overdue: '占用到期超过一天没有释放，还占着 {actual}，应为 {expected}',
      negative: '占用有一项是 {actual}，不能小于 {expected}',
    },
    totals: {
      orders: '累计订单数是 {actual}，订单有 {expected} 笔',
      spend: '累计消费是 {actual}，订单合计是 {expected}',
      lastOrder: '最近消费日期是 {actual}，最近一笔订单是 {expected}',
    },
    day: {
      orders: '{record} 的订单数记为 {actual}，当天订单有 {expected} 笔',
      spend: '{record} 的消费记为 {actual}，当天订单合计是 {expected}',
    },
  },
  {
    account: {
      balance:
        'The account says {actual} available, on hold and frozen less debt; its entries come to {expected}',
      pending: 'The account says {actual} pending; its entries come to {expected}',
      entries: 'The account counts {actual} entries; there are {expected}',
      available: 'The account says {actual} available; its lots have {expected}',
      held: 'The account says {actual} on hold; its lots have {expected}',
      frozen: 'The account says {actual} frozen; its lots have {expected}',
      pendingLots: 'The account says {actual} pending; its pending lots have {expected}',
      debt: 'The account owes points and still has {actual} available instead of {expected}',
      negative: 'A figure of the account is {actual}, below {expected}',
      missing: 'There are {expected} entries and no account ({actual})',
    },
    entry: {
      seq: 'The entry has place {actual}; in order it is {expected}',
      balance: 'The entry says {actual} after it; the entries up to it come to {expected}',
      pending: 'The entry says {actual} pending after it; those up to it come to {expected}',
      allocations: 'The entry says {actual}; what it put into lots and took comes to {expected}',
      reversals: 'Of the entry {actual} were taken back; it was {expected}',
      negative: 'A figure of the entry is {actual}, below {expected}',
    },
    lot: {
      stock: 'The lot says {actual} left, its movements leave {expected}',
      entry: 'The lot says {actual}, the entry that made it says {expected}',
      held: 'The lot says {actual} on hold; open holds have {expected} of it',
      frozen: 'The lot says {actual} frozen; open freezes have {expected} of it',
      negative: 'A figure of the lot is {actual}, below {expected}',
    },
    hold: {
      parts: 'The hold has {actual} of its lots; it was opened with {expected}',
      ended: 'The hold has ended and still has {actual} instead of {expected}',
      overdue: 'The hold ran out over a day ago and still has {actual} instead of {expected}',
      negative: 'A figure of the hold is {actual}, below {expected}',
    },
    totals: {
      orders: 'The member’s order count is {actual}; there are {expected} orders',
      spend: 'The member’s spend is {actual}; the orders come to {expected}',
      lastOrder: 'The member’s last order is of {actual}; the latest there is of {expected}',
    },
    day: {
      orders: '{record} counts {actual} orders; there are {expected} on that day',
      spend: '{record} says {actual} spent; the orders of that day come to {expected}',
    },
  },
)
