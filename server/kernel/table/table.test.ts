import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { XLSX_BYTES_MAX } from '../../contract/table.ts'
import { bytesOf } from '../../testing/import-text.ts'
import { openSheet } from '../../testing/open-sheet.ts'
import { amountOf, countOf, dayOf, momentOf } from './cell.ts'
import { detectFormat } from './detect-format.ts'
import { readTable } from './read-table.ts'
import { writeCsv } from './write-csv.ts'
import { writeXlsx } from './write-xlsx.ts'
import { readXlsx } from './xlsx-table.ts'

async function read(file: string | Uint8Array, piece?: number) {
  const open = bytesOf(typeof file === 'string' ? Buffer.from(file) : file, piece)
  const format = await detectFormat(open)
  const rows = []
  for await (const row of readTable(open, format)) rows.push(row)
  return { format, rows, cells: rows.map(({ cells }) => cells) }
}

const TEXT = '客户编号,昵称\r\n1,夏夏的小厨房\r\n2,"引号""和,逗号"\r\n'
const TABLE = [
  ['客户编号', '昵称'],
  ['1', '夏夏的小厨房'],
  ['2', '引号"和,逗号'],
]

describe('a CSV file', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), { encoding: 'utf8', hasBom: false }],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`), { encoding: 'utf8', hasBom: true }],
    ['GBK', iconv.encode(TEXT, 'gbk'), { encoding: 'gb18030', hasBom: false }],
  ])('is read in %s, wherever its bytes are cut', async (_name, bytes, format) => {
    for (const piece of [1, 2, 3, 5, 1000]) {
      const result = await read(bytes, piece)
      expect(result.cells).toEqual(TABLE)
      expect(result.format).toMatchObject({ kind: 'csv', delimiter: ',', ...format })
    }
  })

  it('is recognised as GBK by a character after a megabyte of digits', async () => {
    const head = `a,b\n${'1234567890,1234567890\n'.repeat(50_000)}`
    const { format, cells } = await read(iconv.encode(`${head}甲,乙`, 'gbk'), 65_536)
    expect(format).toMatchObject({ encoding: 'gb18030' })
    expect(cells.at(-1)).toEqual(['甲', '乙'])
  })

  it('may be separated by tabs or semicolons, and says the line of each row', async () => {
    expect((await read('a\tb\n1\t2\n')).cells).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
  })

  // Line numbers as an editor shows them.
  it.each([
    ['\n', '\n'],
    ['\r\n', '\r\n'],
    ['\r\n in cells', '\n', '\r\n'],
    ['\n in cells', '\r\n', '\n'],
  ])('says where each row begins: empty lines and breaks in cells count, %j', async (...breaks) => {
    const [, end, within = end] = breaks
    const text = [
      'a;b',
      '',
      `"1${within}1";2`,
      ';',
      `3;"${within}${within}4"`,
      '',
      '',
      '5;6',
      '7;8',
    ]
    const { rows } = await read(text.join(end))
    expect(rows.map(({ line, cells }) => [line, cells])).toEqual([
      [1, ['a', 'b']],
      [3, [`1${within}1`, '2']],
      [6, ['3', `${within}${within}4`]],
      [11, ['5', '6']],
      [12, ['7', '8']],
    ])
  })

  it('says the line of each row where some lines end in two signs and some in one', async () => {
    const { rows } = await read('a,b\n1,2\r\n3,4\r\n5,6\n')
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 3, 4])
  })

  it.each([
    ['nothing', '', 'FILE_EMPTY'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'FILE_NOT_TABLE'],
    ['an old XLS', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'FILE_NOT_TABLE'],
    ['UTF-16', iconv.encode(TEXT, 'utf16le'), 'FILE_NOT_TABLE'],
    ['bytes of no encoding', Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a]), 'FILE_ENCODING_UNKNOWN'],
    ['a zip without a workbook', zipSync({ 'a.txt': Buffer.from('x') }), 'FILE_NOT_TABLE'],
    [
      'half a zip',
      zipSync({ 'xl/workbook.xml': Buffer.from('x') }).subarray(0, 40),
      'FILE_NOT_TABLE',
    ],
    ['ten megabytes in one line', `a,b\n${'x'.repeat(10_000_000)}`, 'FILE_LINE_TOO_LONG'],
    ['a quotation mark that never ends', `a,b\n1,"${'x\n'.repeat(100_000)}`, 'FILE_LINE_TOO_LONG'],
    ['a quotation mark open at the end', 'a,b\n1,"x\n', 'FILE_BROKEN'],
    ['a hundred and one columns', 'x,'.repeat(100), 'FILE_TOO_MANY_COLUMNS'],
    ['quoted columns beyond the hundredth', '"x",'.repeat(120), 'FILE_TOO_MANY_COLUMNS'],
    // Stopped by its length, before it has become cells.
    ['a line of nothing but delimiters', `a,b\n${','.repeat(1_000_000)}`, 'FILE_LINE_TOO_LONG'],
  ])('of %s is refused', async (_name, file, code) => {
    await expect(read(file)).rejects.toMatchObject({ code })
  })

  it('is written so that it reads back, and runs nothing', async () => {
    async function* rows() {
      yield* TABLE
      yield ['=1+1', '@x']
    }
    const format = { kind: 'csv', encoding: 'gb18030', hasBom: false, delimiter: ',' } as const
    const pieces: Buffer[] = []
    for await (const piece of writeCsv(rows(), { format, isFormulaSafe: true })) pieces.push(piece)
    const { cells } = await read(Buffer.concat(pieces))
    expect(cells).toEqual([...TABLE, ["'=1+1", "'@x"]])
  })
})

/** A workbook made by another program: the independent side of the comparison. */
async function workbookOf(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void) {
  const book = new ExcelJS.Workbook()
  fill(book.addWorksheet('会员'), book)
  return new Uint8Array(await book.xlsx.writeBuffer())
}

const BOOK = '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="1"/></sheets></workbook>'

/** A workbook whose parts are written by hand. */
const zipOf = (parts: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries({
        'xl/workbook.xml': BOOK,
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="1" Target="worksheets/sheet1.xml"/></Relationships>',
        ...parts,
      }).map(([name, text]) => [name, Buffer.from(text)]),
    ),
    { level: 1 },
  )

describe('an XLSX file', () => {
  it('is read as it is shown: texts, numbers, days, times, results of formulas', async () => {
    const file = await workbookOf((sheet) => {
      sheet.addRow(['编号', '手机', '金额', '日期', '时间', '公式', '富文本', '真假'])
      sheet.addRow([
        '00001',
        13812346207,
        0.1 + 0.2,
        new Date(Date.UTC(1997, 1, 28)),
        new Date(Date.UTC(2026, 2, 18, 14, 26)),
        { formula: 'A1&"x"', result: '编号x' },
        { richText: [{ text: '夏' }, { text: '夏' }] },
        true,
      ])
      sheet.addRow([])
      sheet.addRow(['00002', null, '& < >'])
      sheet.getCell('D2').numFmt = 'yyyy-mm-dd'
      sheet.getCell('E2').numFmt = 'yyyy/m/d h:mm'
    })
    for (const piece of [1_000, 1_000_000]) {
      const { rows, format } = await read(file, piece)
      expect(format).toEqual({ kind: 'xlsx', sheet: '会员' })
      expect(rows.map(({ line, formulas }) => [line, formulas])).toEqual([
        [1, []],
        [2, [5]],
        [4, []],
      ])
      expect(rows[1]?.cells).toEqual([
        '00001',
        '13812346207',
        '0.3',
        '1997-02-28',
        '2026-03-18 14:26:00',
        '编号x',
        '夏夏',
        '1',
      ])
      expect(rows[2]?.cells).toEqual(['00002', '', '& < >', '', '', '', '', ''])
    }
  })

  it('leaves hidden sheets alone and takes the first that is seen', async () => {
    const file = await workbookOf((sheet, book) => {
      sheet.addRow(['secret'])
      sheet.state = 'hidden'
      book.addWorksheet('second').addRow(['seen'])
    })
    const { format, cells } = await read(file)
    expect(format).toEqual({ kind: 'xlsx', sheet: 'second' })
    expect(cells).toEqual([['seen']])
  })

  it('has rows as wide as its headings: cells without a value are not there', async () => {
    const sheet =
      '<worksheet><row><c t="str"><v>a</v></c><c t="str"><v>b</v></c><c s="1"/></row>' +
      '<row><c r="A2"><v>1</v></c><c r="DA2" s="1"/></row>' +
      '<row><c s="1"/><c><v>2</v></c><c><v>3</v></c></row></worksheet>'
    expect((await read(zipOf({ 'xl/worksheets/sheet1.xml': sheet }))).cells).toEqual([
      ['a', 'b'],
      ['1', ''],
      ['', '2', '3'],
    ])
  })

  it('has its texts also where they are written as CDATA, and without the readings beside them', async () => {
    const reading = '<rPh sb="0" eb="1"><t>wang</t></rPh>'
    const sheet =
      '<worksheet><row><c t="s"><v>0</v></c><c t="str"><v><![CDATA[昵称]]></v></c></row>' +
      '<row><c><v><![CDATA[13812346207]]></v></c>' +
      `<c t="inlineStr"><is><t>王</t>${reading}<r><t>小<![CDATA[&]]>明</t></r></is></c></row></worksheet>`
    const strings = `<sst><si><t><![CDATA[手机]]></t>${reading}<r><t>号</t></r></si></sst>`
    const file = zipOf({ 'xl/worksheets/sheet1.xml': sheet, 'xl/sharedStrings.xml': strings })
    expect((await read(file)).cells).toEqual([
      ['手机号', '昵称'],
      ['13812346207', '王小&明'],
    ])
  })

  it('keeps every digit of a long number, so that two orders stay two, and rounds what has a point', async () => {
    const numbers = ['20240318000012345', '20240318000012346', '13812346207', '0.30000000000000004']
    const row = numbers.map((number) => `<c><v>${number}</v></c>`).join('')
    const sheet = `<worksheet><row>${row}</row></worksheet>`
    expect((await read(zipOf({ 'xl/worksheets/sheet1.xml': sheet }))).cells).toEqual([
      ['20240318000012345', '20240318000012346', '13812346207', '0.3'],
    ])
  })

  const MB = 1024 * 1024
  const filled = (piece: string, mb = 2) => piece.repeat(Math.ceil((mb * MB) / piece.length))
  const SHEET = 'xl/worksheets/sheet1.xml'
  const STRINGS = 'xl/sharedStrings.xml'
  const x = (count: number) => 'x'.repeat(count)
  it.each([
    [
      'of texts',
      'WORKBOOK_UNPACKS_TOO_LARGE',
      STRINGS,
      `<sst>${filled(`<si><t>${x(999)}</t></si>`)}`,
    ],
    [
      'without a row',
      'WORKBOOK_UNPACKS_TOO_LARGE',
      SHEET,
      `<worksheet>${filled(`<x a="${x(999)}"/>`)}`,
    ],
    ['of one text', 'FILE_NOT_TABLE', SHEET, `<a><row><c><v>${x(MB)}</v></c></row></a>`],
    [
      'of one CDATA',
      'FILE_NOT_TABLE',
      SHEET,
      `<a><row><c><v><![CDATA[${x(MB)}]]></v></c></row></a>`,
    ],
    ['of tags in tags', 'FILE_NOT_TABLE', SHEET, `${'<x>'.repeat(100)}${'</x>'.repeat(100)}`],
  ])('that is huge, %s, is stopped at its limit', async (_name, code, part, xml) => {
    const limits = { stringsMb: 1, rowlessMb: 1 }
    const rows = readXlsx(bytesOf(zipOf({ [part]: xml }), MB), limits)
    await expect(rows.next()).rejects.toMatchObject({ code })
  })

  it.each([
    ['sheets', 'xl/workbook.xml', BOOK.replace('</sheets>', filled(`<sheet a="${x(999)}"/>`, 5))],
    ['styles', 'xl/styles.xml', `<styleSheet>${filled(`<xf a="${x(999)}"/>`, 5)}</styleSheet>`],
  ])('that unpacks to megabytes of %s is stopped at its limit', async (_name, part, xml) => {
    const file = zipOf({ [part]: xml })
    expect(file.length).toBeLessThan(MB)
    await expect(read(file, MB)).rejects.toMatchObject({ code: 'WORKBOOK_UNPACKS_TOO_LARGE' })
  })

  it('of more than 30 MB is refused by its own limit, which names that of CSV', async () => {
    const file = Buffer.alloc(XLSX_BYTES_MAX + 1)
    file.set(zipOf({ [SHEET]: '<worksheet/>' }))
    await expect(read(file, MB)).rejects.toMatchObject({
      code: 'WORKBOOK_TOO_LARGE',
      params: { maxMb: 30, csvMaxMb: 100 },
    })
  })

  it('that says one long text again and again has rows that are too long', async () => {
    const sheet = `<worksheet><row>${'<c t="s"><v>0</v></c>'.repeat(2)}</row></worksheet>`
    const file = zipOf({ [STRINGS]: `<sst><si><t>${x(60_000)}</t></si></sst>`, [SHEET]: sheet })
    await expect(read(file, MB)).rejects.toMatchObject({ code: 'FILE_LINE_TOO_LONG' })
  })

  it('lets the program do other things while a large part is read', async () => {
    const styles = `<styleSheet>${filled(`<xf a="${x(999)}"/>`, 3)}</styleSheet>`
    let turns = 0
    const turning = setInterval(() => (turns += 1))
    await read(zipOf({ 'xl/styles.xml': styles, [SHEET]: '<worksheet/>' }), MB)
    clearInterval(turning)
    expect(turns).toBeGreaterThan(5)
  })

  it('is written so that another program reads the same texts', async () => {
    const table = [...TABLE, ['=1+1', ''], ['& < > "', ' 空格 ']]
    async function* rows() {
      for (let i = 0; i < 700; i += 1) yield* table
    }
    const pieces: Buffer[] = []
    for await (const piece of writeXlsx(rows())) pieces.push(piece)
    const { cells } = await openSheet(Buffer.concat(pieces))
    expect(cells).toHaveLength(3_500)
    expect(cells.slice(0, 5).map(([one, two]) => [one, two ?? ''])).toEqual(table)
    expect((await read(Buffer.concat(pieces))).cells.slice(0, 5)).toEqual(table)
  })

  it('is written with values that a spreadsheet counts with, and with texts that it never does', async () => {
    const texts = ['13812346207', '001', '=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\n=1']
    async function* rows() {
      yield [amountOf(123_450), amountOf(7), countOf(12), dayOf('2026-03-18'), dayOf(null)]
      yield [dayOf('1900-01-01'), dayOf('1900-02-28'), dayOf('1900-03-01')]
      yield [momentOf('2026-03-18 23:05:09')]
      yield texts
    }
    const pieces: Buffer[] = []
    for await (const piece of writeXlsx(rows())) pieces.push(piece)
    const sheet = await openSheet(Buffer.concat(pieces))
    const utc = (text: string) => new Date(`${text}Z`)
    expect(sheet.cells.slice(0, 3)).toEqual([
      [1234.5, 0.07, 12, utc('2026-03-18T00:00:00')],
      // exceljs does not know of the day that Excel has too many.
      [utc('1899-12-31T00:00:00'), utc('1900-02-27T00:00:00'), utc('1900-03-01T00:00:00')],
      [utc('2026-03-18T23:05:09')],
    ])
    expect(sheet.formats[0]).toEqual(['#,##0.00', '#,##0.00', '#,##0', 'yyyy-mm-dd'])
    expect(sheet.cells[3]).toEqual(texts)
    expect(sheet.formulas).toBe(0)
    expect((await read(Buffer.concat(pieces))).cells.map((cells) => cells.filter(Boolean))).toEqual(
      [
        ['1234.5', '0.07', '12', '2026-03-18'],
        ['1900-01-01', '1900-02-28', '1900-03-01'],
        ['2026-03-18 23:05:09'],
        texts,
      ],
    )
  })
})
