import { SaxesParser } from 'saxes'
import { AppError } from '../app-error.ts'
import { COLUMNS_MAX, LINE_KB_MAX } from '../../contract/table.ts'
import type { OpenBytes, TableRow } from './table.ts'
import { inflateEntry, readDirectory } from './zip.ts'
import { dateStyles, serialDate, shownNumber } from './xlsx-values.ts'

/** A workbook is held packed in memory; larger tables go by CSV, which is read as it comes. */
const PACKED_MB_MAX = 30
const PART_MB_MAX = 1_024
const STRINGS_MB_MAX = 64

async function readWhole(open: OpenBytes): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of open()) {
    size += chunk.length
    if (size > PACKED_MB_MAX * 1024 * 1024)
      throw new AppError('FILE_TOO_LARGE', { maxMb: PACKED_MB_MAX })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Feeds a part of the workbook to a parser, and hands over after each piece. */
function* parsePart(workbook: Workbook, name: string, parser: SaxesParser, maxMb = PART_MB_MAX) {
  const entry = workbook.entries.get(name)
  if (!entry) return
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (const chunk of inflateEntry(workbook.file, entry, maxMb)) {
      parser.write(decoder.decode(chunk, { stream: true }))
      yield
    }
    parser.close()
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('FILE_NOT_TABLE', {}, { cause: error })
  }
}

function parseWhole(workbook: Workbook, name: string, parser: SaxesParser, maxMb?: number): void {
  const pieces = parsePart(workbook, name, parser, maxMb)
  while (!pieces.next().done);
}

interface Workbook {
  readonly file: Buffer
  readonly entries: ReturnType<typeof readDirectory>
}

async function openWorkbook(open: OpenBytes): Promise<Workbook> {
  const file = await readWhole(open)
  const entries = readDirectory(file)
  if (!entries.has('xl/workbook.xml')) throw new AppError('FILE_NOT_TABLE')
  return { file, entries }
}

/** Local name of a tag: some programs write `x:row`. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Name and part of the first sheet that can be seen. */
function firstSheet(workbook: Workbook): { name: string; part: string } {
  const sheets: { name: string; relation: string }[] = []
  const targets = new Map<string, string>()
  const book = new SaxesParser()
  book.on('opentag', ({ name, attributes }) => {
    if (localName(name) !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return
    const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
    sheets.push({ name: attributes['name'] ?? '', relation: String(relation) })
  })
  parseWhole(workbook, 'xl/workbook.xml', book)
  const relations = new SaxesParser()
  relations.on('opentag', ({ attributes }) => {
    if (attributes['Id']) targets.set(attributes['Id'], attributes['Target'] ?? '')
  })
  parseWhole(workbook, 'xl/_rels/workbook.xml.rels', relations)
  const [sheet] = sheets
  const target = sheet && targets.get(sheet.relation)
  if (!sheet || !target) throw new AppError('FILE_NOT_TABLE')
  return { name: sheet.name, part: target.startsWith('/') ? target.slice(1) : `xl/${target}` }
}

export async function firstSheetName(open: OpenBytes): Promise<string> {
  return firstSheet(await openWorkbook(open)).name
}

/** The workbook's table of texts. Readings of Chinese characters beside them (`rPh`) are left out. */
function readStrings(workbook: Workbook): string[] {
  const strings: string[] = []
  let text = ''
  let isText = false
  let readings = 0
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => {
    const tag = localName(name)
    if (tag === 'si') text = ''
    if (tag === 'rPh') readings += 1
    isText = tag === 't' && readings === 0
  })
  parser.on('text', (piece) => {
    if (isText) text += piece
  })
  parser.on('closetag', ({ name }) => {
    const tag = localName(name)
    if (tag === 'rPh') readings -= 1
    if (tag === 'si') strings.push(text)
    isText = false
  })
  parseWhole(workbook, 'xl/sharedStrings.xml', parser, STRINGS_MB_MAX)
  return strings
}

/** `AB12` → 27, the place of its column counted from 0. */
function columnOf(reference: string): number {
  let place = 0
  for (const letter of reference) {
    if (letter < 'A' || letter > 'Z') break
    place = place * 26 + (letter.charCodeAt(0) - 64)
  }
  return place - 1
}

interface Cell {
  place: number
  type: string
  style: number
  value: string
  isFormula: boolean
}

/** Collects rows of a sheet while it is parsed. */
class SheetRows {
  readonly #strings: readonly string[]
  readonly #isDate: (style: number) => boolean
  readonly #epoch1904: boolean
  rows: TableRow[] = []
  #line = 0
  #cells: string[] = []
  #formulas: number[] = []
  #bytes = 0
  #cell: Cell | undefined
  #isValue = false

  constructor(workbook: Workbook, strings: readonly string[]) {
    this.#strings = strings
    const styles = new SaxesParser()
    const dates = dateStyles()
    styles.on('opentag', ({ name, attributes }) => dates.onTag(localName(name), attributes))
    styles.on('closetag', ({ name }) => dates.onTag(`/${localName(name)}`, {}))
    parseWhole(workbook, 'xl/styles.xml', styles)
    this.#isDate = (style) => dates.isDate(style)
    let epoch1904 = false
    const book = new SaxesParser()
    book.on('opentag', ({ name, attributes }) => {
      if (localName(name) === 'workbookPr')
        epoch1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
    })
    parseWhole(workbook, 'xl/workbook.xml', book)
    this.#epoch1904 = epoch1904
  }

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    if (tag === 'row') {
      this.#line = Number(attributes['r'] ?? this.#line + 1)
      this.#cells = []
      this.#formulas = []
      this.#bytes = 0
    } else if (tag === 'c') {
      const place = attributes['r'] === undefined ? this.#cells.length : columnOf(attributes['r'])
      if (place >= COLUMNS_MAX) throw new AppError('FILE_TOO_MANY_COLUMNS', { max: COLUMNS_MAX })
      const [type, style] = [attributes['t'] ?? 'n', Number(attributes['s'] ?? 0)]
      this.#cell = { place, type, style, value: '', isFormula: false }
    } else if (tag === 'f' && this.#cell) this.#cell.isFormula = true
    this.#isValue = tag === 'v' || tag === 't'
  }

  text(piece: string): void {
    if (!this.#cell || !this.#isValue) return
    this.#bytes += piece.length
    if (this.#bytes > LINE_KB_MAX * 1024) {
      throw new AppError('FILE_LINE_TOO_LONG', { line: this.#line, maxKb: LINE_KB_MAX })
    }
    this.#cell.value += piece
  }

  close(tag: string): void {
    this.#isValue = false
    if (tag === 'c' && this.#cell) {
      while (this.#cells.length < this.#cell.place) this.#cells.push('')
      this.#cells[this.#cell.place] = this.#shown(this.#cell)
      if (this.#cell.isFormula) this.#formulas.push(this.#cell.place)
      this.#cell = undefined
    } else if (tag === 'row' && this.#cells.some((cell) => cell !== '')) {
      this.rows.push({ line: this.#line, cells: this.#cells, formulas: this.#formulas })
    }
  }

  #shown({ type, style, value }: Cell): string {
    if (type === 's') return this.#strings[Number(value)] ?? ''
    if (type !== 'n' || value === '') return value
    return this.#isDate(style) ? serialDate(Number(value), this.#epoch1904) : shownNumber(value)
  }
}

/**
 * Rows of the first sheet of a workbook, the headings first, cells as text: dates as `2026-03-18`, numbers
 * as they are shown. The sheet is unpacked and parsed as it is asked for; only the table of texts is held.
 *
 * @throws AppError FILE_NOT_TABLE, FILE_TOO_LARGE, FILE_LINE_TOO_LONG, FILE_TOO_MANY_COLUMNS
 */
export async function* readXlsx(open: OpenBytes): AsyncGenerator<TableRow> {
  const workbook = await openWorkbook(open)
  const { part } = firstSheet(workbook)
  const sheet = new SheetRows(workbook, readStrings(workbook))
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => sheet.open(localName(name), attributes))
  parser.on('text', (piece) => sheet.text(piece))
  parser.on('closetag', ({ name }) => sheet.close(localName(name)))
  const pieces = parsePart(workbook, part, parser)
  for (let isDone = false; !isDone;) {
    isDone = pieces.next().done ?? false
    yield* sheet.rows
    sheet.rows = []
  }
}
