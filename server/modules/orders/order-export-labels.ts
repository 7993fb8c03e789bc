import type { Language } from '../../contract/errors.ts'
import { FILE_SOURCE, FILE_SOURCE_NAMES } from '../../contract/order-source.ts'
import type { OrderExportColumn } from './orders.contract.ts'

type Words = Readonly<Record<Language, string>>

/** Headings of exported columns: those that an import reads back, where it has the field. */
export const ORDER_LABELS: Readonly<Record<OrderExportColumn, Words>> = {
  orderNo: { zh: '订单号', en: 'Order no.' },
  source: { zh: '来源', en: 'Source' },
  memberNo: { zh: '会员号', en: 'Member no.' },
  nickname: { zh: '昵称', en: 'Nickname' },
  store: { zh: '门店', en: 'Store' },
  status: { zh: '状态', en: 'Status' },
  paidAt: { zh: '支付时间', en: 'Paid at' },
  businessDate: { zh: '营业日', en: 'Business day' },
  sku: { zh: '商品编码', en: 'SKU' },
  productName: { zh: '商品名称', en: 'Product' },
  category: { zh: '品类', en: 'Category' },
  quantity: { zh: '数量', en: 'Quantity' },
  amount: { zh: '实付金额（元）', en: 'Amount (CNY)' },
  freight: { zh: '运费（元）', en: 'Freight (CNY)' },
  refunded: { zh: '已退金额（元）', en: 'Refunded (CNY)' },
  completedAt: { zh: '完成时间', en: 'Completed at' },
}

/** Values of choices as people read them; another source stands for itself. */
export const ORDER_VALUES: Readonly<Record<string, Words>> = {
  paid: { zh: '已支付', en: 'Paid' },
  completed: { zh: '已完成', en: 'Completed' },
  refunded: { zh: '已退款', en: 'Refunded' },
  [FILE_SOURCE]: FILE_SOURCE_NAMES,
}
