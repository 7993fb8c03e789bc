import { z } from 'zod'
import type { ErrorCode } from '../../contract/errors.ts'
import { orderSource } from '../../contract/order-source.ts'
import { COLUMNS_MAX, tableFormat } from '../../contract/table.ts'
import { isPlainText } from '../../contract/text.ts'
import { pageInput, pageOf } from '../../contract/pagination.ts'
import { jobStatus } from '../jobs/jobs.contract.ts'

export const IMPORT_KINDS = ['members', 'orders'] as const
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
} as const satisfies Record<ImportKind, readonly ImportField[]>

export const fieldsOf = (kind: ImportKind): readonly ImportField[] => IMPORT_FIELDS[kind]

/** The field of each column in the order of the file; null leaves the column out. */
export const importMapping = z.array(z.string().max(32).nullable()).max(COLUMNS_MAX)
export type ImportMapping = z.infer<typeof importMapping>

/** One column of a file: its heading, and what its first rows hold, as the wizard shows it. */
export const importColumn = z.object({
  heading: z.string(),
  /** Raw values; those that are personal and well-formed are masked. */
  samples: z.array(z.string()),
})

export const importFile = z.object({
  id: z.uuid(),
  kind: importKind,
  name: z.string(),
  bytes: z.int(),
  format: tableFormat,
  columns: z.array(importColumn),
  mapping: importMapping,
  /** The mapping is the one used the last time for these headings. */
  isMappingRemembered: z.boolean(),
  /** Who numbers the orders where a row does not say so; null is nobody in particular. */
  orderSource: z.string().nullable(),
  dryRunJobId: z.string().nullable(),
  importJobId: z.string().nullable(),
  uploadedBy: z.string(),
  createdAt: z.int(),
  expiresAt: z.int(),
})
export type ImportFile = z.infer<typeof importFile>

export const importFileId = z.object({ id: z.uuid() })
/** Rows that one job of this file left out: the job is its dry run or its import. */
export const listRefusalsInput = importFileId.extend({ jobId: z.string() })
export type ListRefusalsInput = z.infer<typeof listRefusalsInput>
export const setMappingInput = importFileId.extend({
  mapping: importMapping,
  orderSource: orderSource.nullable().optional(),
})
export type SetMappingInput = z.infer<typeof setMappingInput>
export const listImportsInput = pageInput.extend({ kind: importKind.optional() })
export type ListImportsInput = z.infer<typeof listImportsInput>

/** How far a file is: the check or the import that it was given to last, and the rows that it has found. */
const importWork = z.object({
  status: jobStatus,
  /** Rows of the file and those refused, once all are known. */
  rows: z.int().nullable(),
  refusedRows: z.int().nullable(),
})

export const importFileRow = importFile
  .omit({ columns: true, mapping: true, isMappingRemembered: true })
  /** Null where nothing was started, and of work that the reader may not see. */
  .extend({ work: importWork.nullable() })
export const importFilePage = pageOf(importFileRow)
export type ImportFilePage = z.infer<typeof importFilePage>

/** Query of an upload: what the file holds and how it is called. */
export const uploadQuery = z.object({
  kind: importKind,
  name: z.string().trim().min(1).max(200).refine(isPlainText),
})

export const TEMPLATE_FORMATS = ['xlsx', 'csv'] as const
export type TemplateFormat = (typeof TEMPLATE_FORMATS)[number]
/** Query of a template: what its rows are, and in which language its headings. */
export const templateQuery = z.object({
  kind: importKind,
  format: z.enum(TEMPLATE_FORMATS),
  language: z.enum(['zh', 'en']),
})
export type TemplateQuery = z.infer<typeof templateQuery>

/** Sums over rows, so that they can be held against the other system's. Money is fen. */
export const importTotals = z.object({
  rows: z.int(),
  /** Orders and members of the rows: an order with three lines is three rows and one record. */
  records: z.int(),
  quantity: z.int(),
  amountFen: z.int(),
})
export type ImportTotals = z.infer<typeof importTotals>

/** What a dry run found or an import did. Lines are those of the file, the headings being line 1. */
export const importResult = z.object({
  isDryRun: z.boolean(),
  fileId: z.string(),
  fileName: z.string(),
  /** How the marked copy is called when it is handed out; older results name none. */
  copyName: z.string().optional(),
  kind: importKind,
  all: importTotals,
  created: importTotals,
  unchanged: importTotals,
  refused: importTotals,
  /** How many records each reason left out, the most frequent first: an order of several rows counts once. */
  reasons: z.array(z.object({ code: z.string(), count: z.int() })),
})
export type ImportResult = z.infer<typeof importResult>

/** Why a row may be left out. The page has a short name for each, to be counted under. */
export const REFUSAL_CODES = [
  'ROW_INCOMPLETE',
  'ROW_REPEATED',
  'ROWS_APART',
  'ROWS_TOO_MANY',
  'ORDER_ROWS_DIFFER',
  'CELL_MISSING',
  'CELL_TOO_LONG',
  'CELL_NOT_TEXT',
  'CELL_IS_FORMULA',
  'CELL_UNKNOWN_VALUE',
  'MOBILE_INVALID',
  'EMAIL_INVALID',
  'DATE_INVALID',
  'DATE_IN_FUTURE',
  'AMOUNT_INVALID',
  'AMOUNT_NEGATIVE',
  'AMOUNT_TOO_LARGE',
  'QUANTITY_INVALID',
  'REGION_UNKNOWN',
  'ADDRESS_INVALID',
  'STORE_UNKNOWN',
  'CONTACT_MISSING',
  'MOBILE_TAKEN',
  'EMAIL_TAKEN',
  'CARD_TAKEN',
  'MEMBER_UNKNOWN',
  'MEMBER_DIFFERS',
  'ORDER_DIFFERS',
] as const satisfies readonly ErrorCode[]
export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** A row that was or would be left out, for the table of the dry run. */
export const refusedRow = z.object({
  line: z.int(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Field whose cell is at fault; null when it is the row. */
  field: z.string().nullable(),
  /** The mapped cells by field; personal ones that are well-formed are masked. */
  cells: z.record(z.string(), z.string()),
})
export type RefusedRow = z.infer<typeof refusedRow>
/** Refused rows the wizard shows; all of them are in the copy of the file. */
export const REFUSALS_SHOWN_MAX = 100
