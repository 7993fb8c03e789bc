import type { Language } from '../../contract/errors.ts'
import type { PointBusiness } from './points.contract.ts'
import type { EntryExportColumn, EntryKind } from './records.contract.ts'

type Words = Readonly<Record<Language, string>>

/** Headings of exported columns. */
export const ENTRY_LABELS: Readonly<Record<EntryExportColumn, Words>> = {
  bookedAt: { zh: '入账时间', en: 'Booked at' },
  occurredAt: { zh: '发生时间', en: 'Happened at' },
  businessDate: { zh: '营业日', en: 'Business day' },
  memberNo: { zh: '会员号', en: 'Member no.' },
  nickname: { zh: '昵称', en: 'Nickname' },
  kind: { zh: '类型', en: 'Kind' },
  business: { zh: '事由', en: 'What for' },
  points: { zh: '积分变动', en: 'Points' },
  balanceAfter: { zh: '变动后余额', en: 'Balance after' },
  pending: { zh: '待生效变动', en: 'Pending' },
  pendingAfter: { zh: '变动后待生效', en: 'Pending after' },
  forgone: { zh: '未追回', en: 'Forgone' },
  businessId: { zh: '业务单号', en: 'Reference' },
  store: { zh: '门店', en: 'Store' },
  who: { zh: '操作人', en: 'Who' },
  reason: { zh: '原因', en: 'Reason' },
  batchId: { zh: '批量编号', en: 'Batch' },
  id: { zh: '流水号', en: 'Entry' },
}

export const KIND_NAMES: Readonly<Record<EntryKind, Words>> = {
  earn: { zh: '获得', en: 'Earned' },
  confirm: { zh: '生效', en: 'Confirmed' },
  spend: { zh: '使用', en: 'Used' },
  settle: { zh: '占用扣减', en: 'Used from hold' },
  release: { zh: '占用释放', en: 'Hold released' },
  unfreeze: { zh: '解冻', en: 'Unfrozen' },
  expire: { zh: '过期', en: 'Expired' },
  extend: { zh: '改有效期', en: 'Date moved' },
  reverse: { zh: '冲回', en: 'Reversed' },
}

export const BUSINESS_NAMES: Readonly<Record<PointBusiness, Words>> = {
  orderAward: { zh: '消费得积分', en: 'Order award' },
  orderUse: { zh: '订单抵扣', en: 'Order payment' },
  manual: { zh: '人工调整', en: 'By hand' },
  batch: { zh: '批量调整', en: 'Batch' },
  freeze: { zh: '冻结', en: 'Freeze' },
  opening: { zh: '期初导入', en: 'Opening balance' },
  activity: { zh: '活动奖励', en: 'Activity' },
  redemption: { zh: '积分兑换', en: 'Redemption' },
  expiry: { zh: '到期', en: 'Expiry' },
  reinstatement: { zh: '过期恢复', en: 'Reinstatement' },
  extension: { zh: '延期', en: 'Extension' },
}
