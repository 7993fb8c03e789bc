import { isEmail, normaliseEmail } from '../../contract/email.ts'
import { isMobile, normaliseMobile } from '../../contract/mobile.ts'
import type { TableFormat } from '../../contract/table.ts'
import { AppError } from '../../kernel/app-error.ts'
import { readTable } from '../../kernel/table/read-table.ts'
import type { OpenBytes } from '../../kernel/table/table.ts'

const HEADING_MAX = 200
/** Six digits and more are somebody's number; a Chinese identity number may end in X. */
const NUMBER = /^\d{6,}x?$/i

/** What stands in rows and not above them: numbers, addresses, whole paragraphs. */
const isValue = (cell: string): boolean =>
  cell.length > HEADING_MAX ||
  NUMBER.test(cell.normalize('NFKC')) ||
  isMobile(normaliseMobile(cell)) ||
  isEmail(normaliseEmail(cell))

/**
 * The headings of a file. They are kept in plain text, so a first row that is somebody's data is none.
 * @throws AppError FILE_EMPTY, FILE_WITHOUT_HEADINGS, FILE_HEADING_REPEATED, and those of `readTable`
 */
export async function readHeadings(open: OpenBytes, format: TableFormat): Promise<string[]> {
  for await (const { cells } of readTable(open, format)) {
    const headings = cells.map((cell) => cell.trim())
    if (headings.some(isValue)) throw new AppError('FILE_WITHOUT_HEADINGS')
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
