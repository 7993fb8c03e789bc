import { fieldsOf } from '../../../../server/modules/imports/imports.contract.ts'
import type { ImportKind } from '../../../../server/modules/imports/imports.contract.ts'

/** An example of each field that is the same in every language; the others are sentences. */
const EXAMPLES: Readonly<Record<string, string>> = {
  externalId: 'C-1001',
  mobile: '13800000001',
  cardNo: '880001',
  nickname: 'Lily',
  email: 'lily@example.com',
  birthday: '1993-04-09',
  region: '330106',
  registeredAt: '2026-01-31',
  orderNo: 'A-20260318-01',
  paidAt: '2026-03-18 14:21',
  amount: '128.50',
  freight: '0.00',
  quantity: '2',
  avatar: 'https://img.example.com/lily.jpg',
  source: 'POS-1',
  sku: 'SKU-1',
}

const BYTE_ORDER_MARK = '\uFEFF'

const quoted = (cell: string): string =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

interface TemplateWords {
  /** A field's name in the reader's language. */
  readonly labelOf: (field: string) => string
  /** Its example, where it is a word of that language. */
  readonly exampleOf: (field: string) => string | undefined
}

/** A CSV file with every heading and one example row; spreadsheets know by its first bytes that it is UTF-8. */
export function templateOf(kind: ImportKind, { labelOf, exampleOf }: TemplateWords): string {
  const names = fieldsOf(kind).map(({ name }) => name)
  const rows = [names.map(labelOf), names.map((name) => exampleOf(name) ?? EXAMPLES[name] ?? '')]
  return BYTE_ORDER_MARK + rows.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')
}
