import { describe, expect, it } from 'vitest'
import { ROWS_MAX } from '../../contract/table.ts'
import { detectFormat } from '../../kernel/table/detect-format.ts'
import { bytesOf } from '../../testing/import-text.ts'
import { memberFilter } from '../members/members.contract.ts'
import { orderFilter } from '../orders/orders.contract.ts'
import { momentCell, textCell } from './cells.ts'
import { readHeadings } from './headings.ts'
import type { ImportReader, ImportRecord, MappedRow } from './importer.ts'
import { proposeMapping } from './mapping.ts'
import { findBrokenGroups } from './read-batches.ts'
import { shownCell, shownSample } from './shown-cells.ts'

const rowOf = (text: string): MappedRow => ({
  line: 2,
  cell: () => text,
  isFormula: () => false,
  strayCells: undefined,
  hasColumn: () => true,
})
const momentOf = (text: string) => momentCell(rowOf(text), 'paidAt', 'Asia/Shanghai')

describe('a cell', () => {
  it.each([
    '0000-01-01',
    '0999-12-31 10:00',
    '1899-12-31',
    '9999-12-31T23:00:00-10:00',
    '2026-03-18T10:00:00+25:00',
    '2026-03-18T10:00:00-99:99',
    '1997-02-30',
    '2026-03-18 24:00',
  ])('that says %s is refused as a date', (text) => {
    expect(() => momentOf(text)).toThrow('DATE_INVALID')
  })

  it('says a moment in every form in use', () => {
    for (const text of ['2026年3月18日 14:26', '2026/3/18 14:26:00', '2026-03-18T06:26:00Z']) {
      expect(momentOf(text)?.at.toISOString()).toBe('2026-03-18T06:26:00.000Z')
    }
  })

  it('is as long as its characters are many, and shown no longer than a line', () => {
    expect(textCell(rowOf('𠮷'.repeat(64)), 'nickname', 64)).toHaveLength(128)
    for (const text of ['𠮷'.repeat(65), 'x'.repeat(65), 'x'.repeat(1_000_000)]) {
      expect(() => textCell(rowOf(text), 'nickname', 64)).toThrow('CELL_TOO_LONG')
    }
    const column = { field: null, heading: '' }
    expect(shownSample('members', column, '𠮷'.repeat(90))).toBe('𠮷'.repeat(80))
    expect(shownSample('members', column, 'x'.repeat(90))).toBe('x'.repeat(80))
  })
})

describe('a cell that the wizard shows', () => {
  it.each([
    ['email', 'xia.shen@outlook.com ', 'xi***@outlook.com'],
    ['email', ' Xia.Shen＠Outlook.com', 'xi***@outlook.com'],
    ['mobile', ' １３８ １２３４ ６２０７ ', '138****6207'],
    ['mobile', '+86 138-1234-6207', '138****6207'],
    ['realName', ' 沈小夏 ', '沈*夏'],
  ])('of a column of %s is masked as the import would read it: "%s"', (field, text, masked) => {
    expect(shownCell('members', field, text)).toBe(masked)
    expect(shownSample('members', { field, heading: '' }, text)).toBe(masked)
    const heading = field === 'realName' ? '客户姓名' : '其他'
    expect(shownSample('members', { field: null, heading }, text)).toBe(masked)
  })

  it('of another or a malformed kind stays as it is, without blanks around it', () => {
    expect(shownCell('members', 'email', ' xia.shen@ ')).toBe('xia.shen@')
    expect(shownCell('members', 'mobile', '1381234620')).toBe('1381234620')
    expect(shownSample('members', { field: 'nickname', heading: '昵称' }, ' 夏夏 ')).toBe('夏夏')
  })

  it('of the wrong column is masked too: an address among mobiles', () => {
    expect(shownCell('members', 'mobile', 'xia.shen@outlook.com')).toBe('xi***@outlook.com')
    expect(shownCell('members', 'email', '13812346207')).toBe('138****6207')
  })
})

describe('a filter by day', () => {
  it.each([
    ['members', memberFilter, ['registeredFrom', 'registeredTo', 'lastOrderFrom', 'lastOrderTo']],
    ['orders', orderFilter, ['paidFrom', 'paidTo']],
  ] as const)('of %s takes days of the years in use', (_name, filter, fields) => {
    for (const field of fields) {
      expect(filter.parse({ [field]: '2026-02-28' })).toMatchObject({ [field]: '2026-02-28' })
      for (const day of ['0000-01-01', '0999-06-01', '1899-12-31', '9999-12-31', '2026-02-30']) {
        expect(filter.safeParse({ [field]: day }).success, `${field} ${day}`).toBe(false)
      }
    }
  })
})

describe('headings', () => {
  async function headingsOf(...rows: string[]) {
    const open = bytesOf(Buffer.from(rows.join('\n')))
    return readHeadings(open, await detectFormat(open))
  }

  it.each([
    ['a mobile', '1,沈小夏,+86 138-1234-6207'],
    ['an address', 'A-1,Xia.Shen@Outlook.com'],
    ['digits', '张三,620045'],
    ['an identity number', '张三,11010519491231002X'],
    ['a birthday', '张三,1990-03-18,女,A001'],
    ['a birthday in characters', '张三,１９９０年3月18日'],
    ['a birthday with its year at the end', '张三,18/03/1990'],
    ['a birthday in digits', '张三,19900318'],
    ['a landline', '张三,0571-88886666,x'],
    ['a landline in brackets', '张三,（010）8888 6666'],
    ['a landline of a country', '张三,+86 571 88886666-801'],
    ['a number of somebody beside a word in use', '手机号,11010519491231002X'],
    ['a landline beside a word in use', '电话,0571-88886666'],
    ['a paragraph', `客户编号,${'填写说明'.repeat(51)}`],
  ])("with %s are somebody's data and refused", async (_name, row) => {
    await expect(headingsOf(row, row)).rejects.toMatchObject({ code: 'FILE_WITHOUT_HEADINGS' })
  })

  it.each([
    ['months', '手机号,202401,202402'],
    ['days of a workbook', '订单号,2024-01-01,2024-02-01'],
    ['years', '客户,2023-2024,2024-2025'],
    ['prices', '客户,1000-2000,100-500'],
  ])('may be %s: above figures where another one is a word in use', async (_name, row) => {
    expect(await headingsOf(row, row)).toEqual(row.split(','))
  })

  it('may hold few digits; one that stands there twice is told by its place, not by its text', async () => {
    expect(await headingsOf('客户编号,2026,手机号1')).toEqual(['客户编号', '2026', '手机号1'])
    await expect(headingsOf('a,沈小夏,,,沈小夏')).rejects.toMatchObject({
      code: 'FILE_HEADING_REPEATED',
      params: { first: 2, second: 5 },
    })
  })

  it('are known without what stands in brackets, however many there are', () => {
    const headings = ['手机号（必填(11位)）', 'Card_No. *', '【可选】昵称', '姓名(']
    expect(proposeMapping('members', headings)).toEqual([
      'mobile',
      'cardNo',
      'nickname',
      'realName',
    ])
    const begin = performance.now()
    expect(proposeMapping('members', ['（'.repeat(60_000)])).toEqual([null])
    expect(performance.now() - begin).toBeLessThan(500)
  })
})

describe('the rows of orders with several lines', () => {
  const mapping = ['orderNo']
  const reader: ImportReader<ImportRecord> = {
    isGrouped: () => true,
    groupKey: (row) => row.cell('orderNo') || undefined,
    read: () => ({
      identity: '',
      says: '',
      claims: [],
      totals: { records: 1, quantity: 0, amountFen: 0 },
    }),
    compare: () => Promise.resolve([]),
    store: () => Promise.resolve([]),
  }
  async function* rowsOf(count: number, onRow?: (line: number) => void) {
    for (let line = 1; line <= count; line += 1) {
      onRow?.(line)
      yield await Promise.resolve({ line, cells: [''], formulas: [] })
    }
  }

  it('are no longer looked through once the job is cancelled', async () => {
    const job = new AbortController()
    let last = 0
    const rows = () =>
      rowsOf(1_000, (line) => {
        last = line
        if (line === 10) job.abort(new Error('cancelled'))
      })
    const looked = findBrokenGroups({ rows, mapping, signal: job.signal }, reader)
    await expect(looked).rejects.toThrow('cancelled')
    expect(last).toBe(10)
  })

  it('are looked through to the limit of rows', async () => {
    const rows = () => rowsOf(ROWS_MAX + 1)
    await expect(findBrokenGroups({ rows, mapping }, reader)).rejects.toMatchObject({
      code: 'FILE_TOO_MANY_ROWS',
    })
  })
})
