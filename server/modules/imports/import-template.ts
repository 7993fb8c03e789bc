import type { Language } from '../../contract/errors.ts'
import { writeCsv } from '../../kernel/table/write-csv.ts'
import { writeXlsx } from '../../kernel/table/write-xlsx.ts'
import { fieldLabel } from './field-labels.ts'
import { fieldsOf, type ImportKind, type TemplateQuery } from './imports.contract.ts'

/** Numbers that are none to reckon with: a spreadsheet would take their zeros away, or their last digits. */
const TEXT_FIELDS: ReadonlySet<string> = new Set([
  'externalId',
  'memberNo',
  'mobile',
  'cardNo',
  'orderNo',
  'sku',
  'reference',
])

/** An example of each field that is the same in every language. */
const EXAMPLES: Readonly<Record<string, string>> = {
  externalId: 'C-1001',
  mobile: '13800000001',
  cardNo: '0088001',
  email: 'lily@example.com',
  birthday: '1993-04-09',
  region: '330106',
  registeredAt: '2026-01-31',
  orderNo: 'A-20260318-01',
  paidAt: '2026-03-18 14:21',
  amount: '128.50',
  freight: '0.00',
  quantity: '2',
  sku: '000123',
  avatar: 'https://img.example.com/lily.jpg',
  source: 'POS-1',
  points: '1250',
  earnedOn: '2025-03-18',
  expiresOn: '2027-12-31',
  reference: 'L-000123',
}
/** The others are words. */
const WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: {
    nickname: '夏夏',
    realName: '沈夏夏',
    gender: '女',
    status: '正常',
    registerChannel: '门店',
    remark: '这是示例，导入前删掉这一行',
    productName: '这是示例，导入前删掉这一行',
    category: '厨房',
  },
  en: {
    nickname: 'Lily',
    realName: 'Lily Shen',
    gender: 'female',
    status: 'Active',
    registerChannel: 'Store',
    remark: 'An example: delete this row before you import',
    productName: 'An example: delete this row before you import',
    category: 'Kitchen',
  },
}
const NAMES: Readonly<Record<Language, Readonly<Record<ImportKind, string>>>> = {
  zh: { members: '会员导入模板', orders: '订单导入模板', points: '积分导入模板' },
  en: { members: 'members-template', orders: 'orders-template', points: 'points-template' },
}
/** Spreadsheets know by its first bytes that it is UTF-8. */
const CSV = { kind: 'csv', encoding: 'utf8', hasBom: true, delimiter: ',' } as const

/** A file with every heading and one example row, in the reader's language. */
export function makeTemplate({ kind, format, language }: TemplateQuery): {
  readonly name: string
  readonly bytes: AsyncIterable<Buffer>
} {
  const fields = fieldsOf(kind).map(({ name }) => name)
  async function* rows() {
    yield fields.map((field) => fieldLabel(field, language))
    yield fields.map((field) => WORDS[language][field] ?? EXAMPLES[field] ?? '')
  }
  const columns = fields.map((field) => ({ isText: TEXT_FIELDS.has(field) }))
  const bytes =
    format === 'csv'
      ? writeCsv(rows(), { format: CSV, isFormulaSafe: false })
      : writeXlsx(rows(), columns)
  return { name: `${NAMES[language][kind]}.${format}`, bytes }
}
