import { AppError } from '../app-error.ts'
import { COLUMNS_MAX, FILE_BYTES_MAX, LINE_KB_MAX, XLSX_BYTES_MAX } from '../../contract/table.ts'
import type { OpenBytes, TableRow } from './table.ts'
import { readPart, readPieces, type PartReader, type Workbook } from './xlsx-part.ts'
import { dateStyles, serialDate, shownNumber } from './xlsx-values.ts'
import { readDirectory } from './zip.ts'

const MB = 1024 * 1024
const SHEET_MB_MAX = 1_024
/** What a workbook says of itself: names of sheets, styles. */
const BOOK_MB_MAX = 4
const LIMITS = {
  /** Of the table of texts, which is held unpacked. */
  stringsMb: 64,
  /** How much of a sheet may come without a row that holds something. */
  rowlessMb: 64,
}

async function readWhole(open: OpenBytes): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of open()) {
    size += chunk.length
    if (size > XLSX_BYTES_MAX)
      throw new AppError('WORKBOOK_TOO_LARGE', {
        maxMb: XLSX_BYTES_MAX / MB,
        csvMaxMb: FILE_BYTES_MAX / MB,
      })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function openWorkbook(open: OpenBytes): Promise<Workbook> {
  const file = await readWhole(open)
  const entries = readDirectory(file)
  if (!entries.has('xl/workbook.xml')) throw new AppError('FILE_NOT_TABLE')
  return { file, entries }
}

/** Name and part of the first sheet that can be seen, and whether days are counted from 1904. */
async function readBook(workbook: Workbook) {
  let sheet: { name: string; relation: string | undefined } | undefined
  let isEpoch1904 = false
  await readPart(
    workbook,
    { name: 'xl/workbook.xml', maxMb: BOOK_MB_MAX },
    {
      open(tag, attributes) {
        if (tag === 'workbookPr') isEpoch1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
        if (tag !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return
        const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
        sheet ??= { name: attributes['name'] ?? '', relation }
      },
    },
  )
  let target: string | undefined
  await readPart(
    workbook,
    { name: 'xl/_rels/workbook.xml.rels', maxMb: BOOK_MB_MAX },
    {
      open(_tag, { Id, Target }) {
        if (Id !== undefined && Id === sheet?.relation) target = Target
      },
    },
  )
  if (!sheet || !target) throw new AppError('FILE_NOT_TABLE')
  const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  return { name: sheet.name, part, isEpoch1904 }
}

export async function firstSheetName(open: OpenBytes): Promise<string> {
  const { name } = await readBook(await openWorkbook(open))
  return name
}

/** The workbook's table of texts. Readings of Chinese characters beside them (`rPh`) are left out. */
async function readStrings(workbook: Workbook, maxMb: number): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let isText = false
  let readings = 0
  await readPart(
    workbook,
    { name: 'xl/sharedStrings.xml', maxMb },
    {
      open(tag) {
        if (tag === 'si') text = ''
        if (tag === 'rPh') readings += 1
        isText = tag === 't' && readings === 0
      },
      text(piece) {
        if (isText) text += piece
      },
      close(tag) {
        if (tag === 'rPh') readings -= 1
        if (tag === 'si') strings.push(text)
        isText = false
      },
    },
  )
  return strings
}

/** Says which styles of cells show dates. */
async function readStyles(workbook: Workbook): Promise<(style: number) => boolean> {
  const dates = dateStyles()
  await readPart(
    workbook,
    { name: 'xl/styles.xml', maxMb: BOOK_MB_MAX },
    {
      open: (tag, attributes) => dates.onTag(tag, attributes),
      close: (tag) => dates.onTag(`/${tag}`, {}),
    },
  )
  return (style) => dates.isDate(style)
}

/** `AB12` → 27, the place of its column counted from 0; below that without letters. */
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

interface Surroundings {
  readonly strings: readonly string[]
  readonly isDate: (style: number) => boolean
  readonly isEpoch1904: boolean
}

/** Collects rows of a sheet while it is parsed. Each is as wide as the first, the headings. */
class SheetRows implements PartReader {
  readonly #around: Surroundings
  #rows: TableRow[] = []
  #width: number | undefined
  #line = 0
  #cells: string[] = []
  #formulas: number[] = []
  /** Place of a cell that names none. */
  #place = 0
  #length = 0
  #cell: Cell | undefined
  #isValue = false
  /** Readings of Chinese characters that are open: they stand beside the text and are none of it. */
  #readings = 0

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** The rows since it was asked the last time. */
  take(): TableRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    if (tag === 'row') {
      this.#line = Number(attributes['r']) || this.#line + 1
      this.#cells = []
      this.#formulas = []
      this.#place = 0
      this.#length = 0
    } else if (tag === 'c') {
      const named = columnOf(attributes['r'] ?? '')
      const place = named < 0 ? this.#place : named
      const [type, style] = [attributes['t'] ?? 'n', Number(attributes['s'] ?? 0)]
      this.#cell = { place, type, style, value: '', isFormula: false }
    } else if (tag === 'f' && this.#cell) this.#cell.isFormula = true
    else if (tag === 'rPh') this.#readings += 1
    this.#isValue = (tag === 'v' || tag === 't') && this.#readings === 0
  }

  text(piece: string): void {
    if (!this.#cell || !this.#isValue) return
    this.#measure(piece)
    this.#cell.value += piece
  }

  close(tag: string): void {
    this.#isValue = false
    if (tag === 'rPh') this.#readings -= 1
    if (tag === 'c' && this.#cell) {
      this.#keep(this.#cell)
      this.#cell = undefined
    } else if (tag === 'row') this.#endRow()
  }

  /** Counts a text against what a row may have. */
  #measure(text: string): void {
    this.#length += text.length
    if (this.#length > LINE_KB_MAX * 1024) {
      throw new AppError('FILE_LINE_TOO_LONG', { line: this.#line, maxKb: LINE_KB_MAX })
    }
  }

  #keep(cell: Cell): void {
    const { place, type, isFormula } = cell
    this.#place = place + 1
    const shown = this.#shown(cell)
    // A cell without a value is there for its border or its colour.
    if (shown === '' && !isFormula) return
    if (place >= COLUMNS_MAX) throw new AppError('FILE_TOO_MANY_COLUMNS', { max: COLUMNS_MAX })
    if (type === 's') this.#measure(shown)
    while (this.#cells.length < place) this.#cells.push('')
    this.#cells[place] = shown
    if (isFormula) this.#formulas.push(place)
  }

  /** A sheet has no ends of rows: cells know their columns, so what is missing at the end is empty. */
  #endRow(): void {
    const cells = this.#cells
    while (cells.at(-1) === '') cells.pop()
    if (cells.length === 0) return
    this.#width ??= cells.length
    while (cells.length < this.#width) cells.push('')
    this.#rows.push({ line: this.#line, cells, formulas: this.#formulas })
  }

  #shown({ type, style, value }: Cell): string {
    const { strings, isDate, isEpoch1904 } = this.#around
    if (type === 's') return strings[Number(value)] ?? ''
    if (type !== 'n' || value === '') return value
    return isDate(style) ? serialDate(Number(value), isEpoch1904) : shownNumber(value)
  }
}

/**
 * Rows of the first sheet of a workbook, the headings first, cells as text: dates as `2026-03-18`, numbers
 * as they are shown. The sheet is unpacked and parsed as it is asked for; only the table of texts is held.
 * Rows are filled up with empty cells to the width of the headings.
 *
 * @throws AppError FILE_NOT_TABLE, WORKBOOK_…, FILE_LINE_TOO_LONG, FILE_TOO_MANY_COLUMNS
 */
export async function* readXlsx(
  open: OpenBytes,
  { stringsMb, rowlessMb } = LIMITS,
): AsyncGenerator<TableRow> {
  const workbook = await openWorkbook(open)
  const { part, isEpoch1904 } = await readBook(workbook)
  const strings = await readStrings(workbook, stringsMb)
  const isDate = await readStyles(workbook)
  const sheet = new SheetRows({ strings, isDate, isEpoch1904 })
  let rowless = 0
  for await (const size of readPieces(workbook, { name: part, maxMb: SHEET_MB_MAX }, sheet)) {
    const rows = sheet.take()
    rowless = rows.length > 0 ? 0 : rowless + size
    if (rowless > rowlessMb * MB) {
      throw new AppError('WORKBOOK_UNPACKS_TOO_LARGE', { maxMb: rowlessMb })
    }
    yield* rows
  }
}
