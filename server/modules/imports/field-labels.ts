import type { Language } from '../../contract/errors.ts'

/** Names of fields in files that the server writes: templates, and reasons beside rows. */
const LABELS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  externalId: { zh: '外部编号', en: 'External id' },
  memberNo: { zh: '会员号', en: 'Member no.' },
  mobile: { zh: '手机号', en: 'Mobile' },
  cardNo: { zh: '卡号', en: 'Card no.' },
  nickname: { zh: '昵称', en: 'Nickname' },
  realName: { zh: '真实姓名', en: 'Real name' },
  email: { zh: '邮箱', en: 'E-mail' },
  gender: { zh: '性别', en: 'Gender' },
  birthday: { zh: '生日', en: 'Birthday' },
  region: { zh: '地区', en: 'Region' },
  registeredAt: { zh: '注册时间', en: 'Joined' },
  homeStore: { zh: '归属门店', en: 'Home store' },
  registerStore: { zh: '注册门店', en: 'Registered at store' },
  registerChannel: { zh: '注册渠道', en: 'Registered by' },
  status: { zh: '状态', en: 'Status' },
  avatar: { zh: '头像', en: 'Picture' },
  remark: { zh: '备注', en: 'Remark' },
  orderNo: { zh: '订单号', en: 'Order no.' },
  paidAt: { zh: '支付时间', en: 'Paid at' },
  amount: { zh: '实付金额', en: 'Amount' },
  freight: { zh: '运费', en: 'Freight' },
  quantity: { zh: '数量', en: 'Quantity' },
  store: { zh: '门店', en: 'Store' },
  source: { zh: '订单来源', en: 'Source' },
  sku: { zh: '商品编码', en: 'SKU' },
  productName: { zh: '商品名称', en: 'Product' },
  category: { zh: '品类', en: 'Category' },
  points: { zh: '积分', en: 'Points' },
  earnedOn: { zh: '获得日期', en: 'Earned on' },
  expiresOn: { zh: '有效期至', en: 'Expires on' },
  reference: { zh: '批次号', en: 'Reference' },
}

/** A field as people call it. */
export const fieldLabel = (field: string, language: Language): string =>
  LABELS[field]?.[language] ?? field
