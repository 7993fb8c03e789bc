import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import iconv from 'iconv-lite'
import { AppError } from '../app-error.ts'
import { COLUMNS_MAX, LINE_KB_MAX, type TableFormat } from '../../contract/table.ts'
import type { OpenBytes, TableRow } from './table.ts'

type CsvFormat = Extract<TableFormat, { kind: 'csv' }>

/** The file's text, a piece at a time, without a byte order mark. */
export async function* decodeText(
  open: OpenBytes,
  encoding: CsvFormat['encoding'],
): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true })
  for await (const chunk of open()) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    if (text !== '') yield text
  }
  const rest = decoder.end()
  if (rest) yield rest
}

/** What the parser says, in words of ours. */
function translate(error: unknown, line: number): unknown {
  if (!(error instanceof CsvError)) return error
  return error.code === 'CSV_MAX_RECORD_SIZE'
    ? new AppError('FILE_LINE_TOO_LONG', { line, maxKb: LINE_KB_MAX }, { cause: error })
    : new AppError('FILE_BROKEN', { line }, { cause: error })
}

interface ParsedLine {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

/**
 * Where records begin in the file. The parser counts where they end, and a line break of two signs inside
 * a record twice.
 */
class RecordLines {
  /** The parser's count at the end of the last record. */
  #end = 0
  /** Lines that it has counted too many. */
  #surplus = 0

  /** The line that a record begins on which ends on line `end` of the parser. */
  beginOf(record: readonly string[], end: number): number {
    const isNextLine = end === this.#end + 1
    this.#end = end
    // Neither an empty line before it nor a break within it: so it is with nearly all.
    if (isNextLine) return end - this.#surplus
    const text = record.join(',')
    const begin = end - (text.match(/[\r\n]/g)?.length ?? 0) - this.#surplus
    this.#surplus += text.match(/\r\n|\r$/g)?.length ?? 0
    return begin
  }

  /** The line after the last record. */
  get next(): number {
    return this.#end - this.#surplus + 1
  }
}

/**
 * Rows of a CSV file, the headings first. Empty lines are passed over; memory stays bounded by the longest
 * line allowed.
 *
 * @throws AppError FILE_BROKEN, FILE_LINE_TOO_LONG, FILE_TOO_MANY_COLUMNS
 */
export async function* readCsv(open: OpenBytes, format: CsvFormat): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter: format.delimiter,
    info: true,
    // What comes after the first cell too many is all taken for its text: a line of a hundred megabytes of
    // delimiters has no size for the parser, and would be as many cells.
    ignore_last_delimiters: COLUMNS_MAX + 1,
    max_record_size: LINE_KB_MAX * 1024,
    relax_column_count: true,
    // Inside a cell a lone quotation mark is a sign like any other: 3" pipe.
    relax_quotes: true,
    skip_empty_lines: true,
  })
  // `pipe` passes no errors on: without this line the loop below would wait for ever.
  const text = Readable.from(decodeText(open, format.encoding)).on('error', (error) =>
    parser.destroy(error),
  )
  text.pipe(parser)
  const lines = new RecordLines()
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedLine>) {
      const line = lines.beginOf(record, info.lines)
      if (record.length > COLUMNS_MAX)
        throw new AppError('FILE_TOO_MANY_COLUMNS', { max: COLUMNS_MAX })
      if (record.some((cell) => cell !== '')) yield { line, cells: record, formulas: [] }
    }
  } catch (error) {
    throw translate(error, lines.next)
  } finally {
    text.destroy()
    parser.destroy()
  }
}
