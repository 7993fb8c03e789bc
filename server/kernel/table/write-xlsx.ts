import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { VALUE_KINDS, type Cell, type ValueCell } from './cell.ts'
import { serialOf } from './xlsx-values.ts'

const ROWS_A_PIECE = 500
/** A sheet of Excel has no more; longer tables go by CSV. */
export const XLSX_ROWS_MAX = 1_048_576

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Formats of values: Excel has those of numbers itself, its own one of days changes with the country. */
const FORMATS: Readonly<Record<ValueCell['kind'], number>> = {
  amount: 4,
  count: 3,
  day: 164,
  moment: 165,
}

/** Whatever is typed there is text, so 007 stays 007. */
const TEXT_FORMAT = 49

const STYLES =
  `<styleSheet xmlns="${SPREADSHEET}"><numFmts count="2">` +
  `<numFmt numFmtId="${FORMATS.day}" formatCode="yyyy-mm-dd"/>` +
  `<numFmt numFmtId="${FORMATS.moment}" formatCode="yyyy-mm-dd hh:mm:ss"/></numFmts>` +
  `<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
  `<fills count="2"><fill><patternFill patternType="none"/></fill>` +
  `<fill><patternFill patternType="gray125"/></fill></fills>` +
  `<borders count="1"><border/></borders>` +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
  `<cellXfs count="${VALUE_KINDS.length + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>` +
  VALUE_KINDS.map(
    (kind) =>
      `<xf numFmtId="${FORMATS[kind]}" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>`,
  ).join('') +
  `<xf numFmtId="${TEXT_FORMAT}" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>` +
  `</cellXfs></styleSheet>`
/** Style of each kind of value; a text has none but in a column of texts. */
const styleOf = ({ kind }: ValueCell): number => VALUE_KINDS.indexOf(kind) + 1
const TEXT_STYLE = VALUE_KINDS.length + 1

/** A date that its column is too narrow for is shown as `####`. */
const WIDTH = 20
const WIDTHS = `<sheetFormatPr defaultColWidth="${WIDTH}" defaultRowHeight="15"/>`

/** The parts every workbook has: one sheet, texts in their cells. */
const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    `<Types xmlns="${PACKAGE}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>` +
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`,
  '_rels/.rels':
    `<Relationships xmlns="${PACKAGE}/relationships">` +
    `<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml':
    `<workbook xmlns="${SPREADSHEET}" xmlns:r="${RELATIONS}">` +
    `<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels':
    `<Relationships xmlns="${PACKAGE}/relationships">` +
    `<Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>` +
    `<Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': STYLES,
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Signs that XML cannot carry are left out; there are none in what we keep. */
const escapeXml = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex -- they are what is left out
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll(/[&<>]/g, (sign) => ESCAPES[sign] ?? '')

/** 0 → A, 26 → AA. */
function columnName(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26))
  return place < 26 ? letter : columnName(Math.floor(place / 26) - 1) + letter
}

const numberOf = ({ kind, text }: ValueCell): string =>
  kind === 'day' || kind === 'moment' ? String(serialOf(text)) : text

/** A column of a table that people go on with: what they type there is text, or what their program makes of it. */
export interface XlsxColumn {
  readonly isText: boolean
}

const columnsXml = (columns: readonly XlsxColumn[]): string =>
  columns.length === 0
    ? ''
    : `<cols>${columns
        .map(({ isText }, i) => {
          const style = isText ? ` style="${TEXT_STYLE}"` : ''
          return `<col min="${i + 1}" max="${i + 1}" width="${WIDTH}" customWidth="1"${style}/>`
        })
        .join('')}</cols>`

/** Texts are never run as formulas, whatever they begin with. Places are named, since some readers ask. */
function cellXml(cell: Cell, place: string, column: XlsxColumn | undefined): string {
  if (cell === '') return ''
  const style = column?.isText ? ` s="${TEXT_STYLE}"` : ''
  return typeof cell === 'string'
    ? `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`
    : `<c r="${place}" s="${styleOf(cell)}"><v>${numberOf(cell)}</v></c>`
}

const rowXml = (cells: readonly Cell[], line: number, columns: readonly XlsxColumn[]): string =>
  `<row r="${line}">${cells
    .map((cell, i) => cellXml(cell, `${columnName(i)}${line}`, columns[i]))
    .join('')}</row>`

/** A table as a workbook of one sheet, packed a piece at a time. */
export async function* writeXlsx(
  rows: AsyncIterable<readonly Cell[]>,
  columns: readonly XlsxColumn[] = [],
): AsyncGenerator<Buffer> {
  let out: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    out.push(chunk)
  })
  for (const [name, xml] of Object.entries(PARTS)) {
    const part = new ZipPassThrough(name)
    zip.add(part)
    part.push(Buffer.from(HEAD + xml), true)
  }
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 6 })
  zip.add(sheet)
  let piece = `${HEAD}<worksheet xmlns="${SPREADSHEET}">${WIDTHS}${columnsXml(columns)}<sheetData>`
  let count = 0
  for await (const row of rows) {
    count += 1
    piece += rowXml(row, count, columns)
    if (count % ROWS_A_PIECE !== 0) continue
    sheet.push(Buffer.from(piece))
    piece = ''
    yield* out.map((chunk) => Buffer.from(chunk))
    out = []
  }
  sheet.push(Buffer.from(`${piece}</sheetData></worksheet>`), true)
  zip.end()
  yield* out.map((chunk) => Buffer.from(chunk))
}
