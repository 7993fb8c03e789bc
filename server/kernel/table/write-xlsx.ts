import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

const ROWS_A_PIECE = 500
/** A sheet of Excel has no more; longer tables go by CSV. */
export const XLSX_ROWS_MAX = 1_048_576

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The parts every workbook has: one sheet, no styles, texts in their cells. */
const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    `<Types xmlns="${PACKAGE}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>` +
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`,
  '_rels/.rels':
    `<Relationships xmlns="${PACKAGE}/relationships">` +
    `<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml':
    `<workbook xmlns="${SPREADSHEET}" xmlns:r="${RELATIONS}">` +
    `<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels':
    `<Relationships xmlns="${PACKAGE}/relationships">` +
    `<Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
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

/** Every cell is text: nothing in it is ever run as a formula. Places are named, since some readers ask. */
const rowXml = (cells: readonly string[], line: number): string =>
  `<row r="${line}">${cells
    .map((cell, i) =>
      cell === ''
        ? ''
        : `<c r="${columnName(i)}${line}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`,
    )
    .join('')}</row>`

/** A table as a workbook of one sheet, packed a piece at a time. */
export async function* writeXlsx(rows: AsyncIterable<readonly string[]>): AsyncGenerator<Buffer> {
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
  let piece = `${HEAD}<worksheet xmlns="${SPREADSHEET}"><sheetData>`
  let count = 0
  for await (const row of rows) {
    count += 1
    piece += rowXml(row, count)
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
