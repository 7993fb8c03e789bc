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
 * Rows of a CSV file, the headings first. Empty lines are passed over; memory stays bounded by the longest
 * line allowed.
 *
 * @throws AppError FILE_BROKEN, FILE_LINE_TOO_LONG, FILE_TOO_MANY_COLUMNS
 */
export async function* readCsv(open: OpenBytes, format: CsvFormat): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter: format.delimiter,
    info: true,
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
  let lines = 0
  let nextLine = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedLine>) {
      // `info.lines` is where the record ends; a cell can hold line breaks.
      const line = nextLine
      nextLine = info.lines + 1
      lines = info.lines
      if (record.length > COLUMNS_MAX)
        throw new AppError('FILE_TOO_MANY_COLUMNS', { max: COLUMNS_MAX })
      if (record.some((cell) => cell !== '')) yield { line, cells: record, formulas: [] }
    }
  } catch (error) {
    throw translate(error, lines + 1)
  } finally {
    text.destroy()
    parser.destroy()
  }
}
