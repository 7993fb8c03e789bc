import type { Language } from '../../contract/errors.ts'
import type { MEMBER_EXPORT_COLUMNS } from './members.contract.ts'

type Words = Readonly<Record<Language, string>>

/** Headings of exported columns: those that an import reads back. */
export const EXPORT_LABELS: Readonly<Record<(typeof MEMBER_EXPORT_COLUMNS)[number], Words>> = {
  memberNo: { zh: '会员号', en: 'Member no.' },
  externalId: { zh: '外部编号', en: 'External ID' },
  cardNo: { zh: '卡号', en: 'Card no.' },
  nickname: { zh: '昵称', en: 'Nickname' },
  mobile: { zh: '手机号', en: 'Mobile' },
  email: { zh: '邮箱', en: 'E-mail' },
  realName: { zh: '姓名', en: 'Name' },
  gender: { zh: '性别', en: 'Gender' },
  birthday: { zh: '生日', en: 'Birthday' },
  region: { zh: '地区', en: 'Region' },
  status: { zh: '状态', en: 'Status' },
  registerChannel: { zh: '注册渠道', en: 'Registered by' },
  registerStore: { zh: '注册门店', en: 'Registered at store' },
  homeStore: { zh: '所属门店', en: 'Home store' },
  registeredAt: { zh: '注册日期', en: 'Join date' },
  orderCount: { zh: '订单数', en: 'Orders' },
  spend: { zh: '累计消费（元）', en: 'Spend (CNY)' },
  lastOrderDate: { zh: '最近消费', en: 'Last order' },
  avatar: { zh: '头像', en: 'Picture' },
  remark: { zh: '备注', en: 'Remark' },
}

/** Values of choices as people read them. */
export const EXPORT_VALUES: Readonly<Record<string, Words>> = {
  unknown: { zh: '未知', en: 'Unknown' },
  female: { zh: '女', en: 'Female' },
  male: { zh: '男', en: 'Male' },
  active: { zh: '正常', en: 'Active' },
  disabled: { zh: '停用', en: 'Disabled' },
  backOffice: { zh: '后台', en: 'Back office' },
  import: { zh: '导入', en: 'Import' },
  store: { zh: '门店', en: 'Store' },
  miniProgram: { zh: '小程序', en: 'Mini program' },
  officialAccount: { zh: '公众号', en: 'Official account' },
  h5: { zh: 'H5', en: 'H5' },
  partner: { zh: '合作方', en: 'Partner' },
}
