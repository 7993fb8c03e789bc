import { z } from 'zod'

export const IMPORT_KINDS = ['members', 'orders', 'points'] as const
export const importKind = z.enum(IMPORT_KINDS)
export type ImportKind = z.infer<typeof importKind>

/** A field that a column can go into. */
export interface ImportField {
  readonly name: string
  /** Needs a column. */
  readonly isRequired?: true
  /** One column at least goes into one of the fields marked so: by them a row is known. */
  readonly isKey?: true
  readonly isPersonal?: true
  /** Headings that mean this field, in small letters, without spaces, signs and brackets. */
  readonly headings: readonly string[]
}

/** What the numbers of a member are called, in files of members and of their orders. */
const NUMBER_HEADINGS = {
  externalId: [
    'externalid',
    'customerid',
    'customerno',
    'memberid',
    '外部编号',
    '客户编号',
    '客户号',
    '会员编号',
  ],
  mobile: ['mobile', 'phone', 'mobilephone', '手机', '手机号', '手机号码'],
  cardNo: ['cardno', 'card', 'cardnumber', '卡号', '会员卡号'],
} as const

/** Fields by kind, in the order of the template. The renderer has a name for each in both languages. */
export const IMPORT_FIELDS = {
  members: [
    {
      name: 'externalId',
      isKey: true,
      headings: [...NUMBER_HEADINGS.externalId, 'id', '编号'],
    },
    {
      name: 'mobile',
      isKey: true,
      isPersonal: true,
      headings: [...NUMBER_HEADINGS.mobile, 'phonenumber', '电话', '联系电话'],
    },
    {
      name: 'cardNo',
      isKey: true,
      headings: [...NUMBER_HEADINGS.cardNo, '实体卡号'],
    },
    { name: 'nickname', headings: ['nickname', 'displayname', '昵称', '微信昵称', '会员昵称'] },
    {
      name: 'realName',
      isPersonal: true,
      headings: [
        'name',
        'realname',
        'fullname',
        '姓名',
        '真实姓名',
        '名字',
        '客户姓名',
        '顾客姓名',
        '联系人',
        '会员姓名',
      ],
    },
    { name: 'email', isPersonal: true, headings: ['email', 'mail', '邮箱', '电子邮箱', '邮件'] },
    { name: 'gender', headings: ['gender', 'sex', '性别'] },
    { name: 'birthday', headings: ['birthday', 'birthdate', 'dateofbirth', '生日', '出生日期'] },
    { name: 'region', headings: ['region', 'area', 'city', '地区', '所在地区', '省市区', '城市'] },
    {
      name: 'registeredAt',
      headings: [
        'registeredat',
        'registerdate',
        'joindate',
        'joined',
        'createdat',
        '注册时间',
        '注册日期',
        '入会时间',
        '入会日期',
        '开卡日期',
      ],
    },
    {
      name: 'homeStore',
      headings: ['store', 'homestore', 'shop', '门店', '所属门店', '归属门店', '开卡门店'],
    },
    { name: 'registerStore', headings: ['registeredatstore', 'registerstore', '注册门店'] },
    {
      name: 'registerChannel',
      headings: ['registeredby', 'channel', 'registerchannel', '注册渠道', '渠道', '注册来源'],
    },
    { name: 'status', headings: ['status', '状态', '会员状态'] },
    { name: 'avatar', headings: ['avatar', 'avatarurl', 'picture', 'photo', '头像', '头像地址'] },
    { name: 'remark', headings: ['remark', 'note', 'comment', '备注'] },
  ],
  orders: [
    {
      name: 'orderNo',
      isRequired: true,
      headings: [
        'orderno',
        'orderid',
        'ordernumber',
        'billno',
        '订单号',
        '订单编号',
        '单号',
        '小票号',
      ],
    },
    {
      name: 'externalId',
      isKey: true,
      headings: NUMBER_HEADINGS.externalId,
    },
    {
      name: 'mobile',
      isKey: true,
      isPersonal: true,
      headings: [...NUMBER_HEADINGS.mobile, '会员手机号'],
    },
    { name: 'cardNo', isKey: true, headings: NUMBER_HEADINGS.cardNo },
    { name: 'memberNo', isKey: true, headings: ['memberno', 'membernumber', '会员号'] },
    {
      name: 'paidAt',
      isRequired: true,
      headings: [
        'paidat',
        'paiddate',
        'paytime',
        'orderdate',
        'date',
        '支付时间',
        '付款时间',
        '支付日期',
        '下单时间',
        '消费时间',
        '消费日期',
        '日期',
      ],
    },
    {
      name: 'amount',
      isRequired: true,
      headings: [
        'amount',
        'paid',
        'paidamount',
        'total',
        '金额',
        '实付金额',
        '实付',
        '支付金额',
        '消费金额',
        '订单金额',
      ],
    },
    { name: 'freight', headings: ['freight', 'shipping', '运费', '邮费'] },
    { name: 'quantity', headings: ['quantity', 'qty', 'count', '数量', '件数', '商品数量'] },
    { name: 'store', headings: ['store', 'shop', '门店', '消费门店', '店铺'] },
    { name: 'source', headings: ['source', 'ordersource', '来源', '订单来源', '来源系统'] },
    { name: 'sku', headings: ['sku', 'skuid', 'productid', '商品编码', '货号', '商品编号'] },
    {
      name: 'productName',
      headings: ['product', 'productname', 'item', '商品', '商品名称', '品名'],
    },
    { name: 'category', headings: ['category', '品类', '分类', '商品分类'] },
  ],
  points: [
    {
      name: 'points',
      isRequired: true,
      headings: [
        'points',
        'point',
        'balance',
        'pointsbalance',
        'availablepoints',
        '积分',
        '剩余积分',
        '可用积分',
        '积分余额',
        '当前积分',
        '期初积分',
      ],
    },
    { name: 'externalId', isKey: true, headings: NUMBER_HEADINGS.externalId },
    {
      name: 'mobile',
      isKey: true,
      isPersonal: true,
      headings: [...NUMBER_HEADINGS.mobile, '会员手机号'],
    },
    { name: 'cardNo', isKey: true, headings: NUMBER_HEADINGS.cardNo },
    { name: 'memberNo', isKey: true, headings: ['memberno', 'membernumber', '会员号'] },
    {
      name: 'earnedOn',
      headings: [
        'earnedon',
        'earned',
        'earnedat',
        'earndate',
        'date',
        '获得日期',
        '获得时间',
        '积分日期',
        '发放日期',
        '发放时间',
        '日期',
      ],
    },
    {
      name: 'expiresOn',
      headings: [
        'expireson',
        'expires',
        'expiresat',
        'expiry',
        'expirydate',
        'validuntil',
        '有效期至',
        '有效期',
        '过期日期',
        '过期时间',
        '到期日期',
        '到期日',
        '失效日期',
      ],
    },
    {
      name: 'reference',
      headings: ['reference', 'lot', 'lotno', 'lotid', '批次号', '批次', '积分批次', '流水号'],
    },
  ],
} as const satisfies Record<ImportKind, readonly ImportField[]>

export const fieldsOf = (kind: ImportKind): readonly ImportField[] => IMPORT_FIELDS[kind]
