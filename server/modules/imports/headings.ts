import { isEmail, normaliseEmail } from '../../contract/email.ts'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'
import type { TableFormat } from '../../contract/table.ts'
import { readMoment } from '../../contract/written-moment.ts'
import { AppError } from '../../kernel/app-error.ts'
import { readTable } from '../../kernel/table/read-table.ts'
import type { OpenBytes } from '../../kernel/table/table.ts'
import { IMPORT_KINDS } from './imports.contract.ts'
import { proposeMapping } from './mapping.ts'

const HEADING_MAX = 200
/** Somebody's number: of an identity card (may end in X), an account, a telephone. */
const LONG_NUMBER = /^\d{9,}x?$/i
/** Also a month or a day (202401, 20240318), a post code. */
const NUMBER = /^\d{6,8}x?$/i
/** `0571-88886666`, `(010) 8888 6666`, `+86 571 88886666-801`, with hyphens for blanks and brackets. */
const LANDLINE = /^(?:(?:\+|00)86-?0?|0)[1-9]\d{1,2}-?\d{3,4}-?\d{4}(?:[-转#]+\d{1,6})?$/
/** With the year at the end; the import reads none of these, but people write them. */
const DATE_REVERSED = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}$/

const plainOf = (cell: string): string => cell.normalize('NFKC').trim()

const isLandline = (plain: string): boolean =>
  LANDLINE.test(plain.replaceAll(/[\s()-]+/g, '-').replace(/^-/, ''))

/** What stands in rows and never above them: numbers of people, addresses, whole paragraphs. */
const isValue = (cell: string): boolean =>
  cell.length > HEADING_MAX ||
  LONG_NUMBER.test(plainOf(cell)) ||
  isLandline(plainOf(cell)) ||
  isMobile(normaliseMobile(cell)) ||
  isEmail(normaliseEmail(cell))

/** What is somebody's birthday or number in a row, and a month or a day above a column of figures. */
const isDateOrNumber = (cell: string): boolean =>
  readMoment(plainOf(cell)) !== undefined ||
  DATE_REVERSED.test(plainOf(cell)) ||
  NUMBER.test(plainOf(cell))

const hasKnownHeading = (cells: readonly string[]): boolean =>
  IMPORT_KINDS.some((kind) => proposeMapping(kind, cells).some((field) => field !== null))

const isData = (cells: readonly string[]): boolean =>
  cells.some(isValue) || (cells.some(isDateOrNumber) && !hasKnownHeading(cells))

/**
 * The headings of a file. They are kept in plain text, so a first row that is somebody's data is none.
 * @throws AppError FILE_EMPTY, FILE_WITHOUT_HEADINGS, FILE_HEADING_REPEATED, and those of `readTable`
 */
export async function readHeadings(open: OpenBytes, format: TableFormat): Promise<string[]> {
  for await (const { cells } of readTable(open, format)) {
    const headings = cells.map((cell) => cell.trim())
    if (isData(headings)) throw new AppError('FILE_WITHOUT_HEADINGS')
    const second = headings.findIndex((one, i) => one !== '' && headings.indexOf(one) !== i)
    if (second !== -1) {
      // By their places: the row may hold names.
      const first = headings.indexOf(headings[second] ?? '')
      throw new AppError('FILE_HEADING_REPEATED', { first: first + 1, second: second + 1 })
    }
    return headings
  }
  throw new AppError('FILE_EMPTY')
}
