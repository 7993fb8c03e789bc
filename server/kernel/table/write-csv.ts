import { stringify } from 'csv-stringify/sync'
import iconv from 'iconv-lite'
import type { TableFormat } from '../../contract/table.ts'

type CsvFormat = Extract<TableFormat, { kind: 'csv' }>

/** What Excel opens by itself. */
export const EXCEL_CSV = { kind: 'csv', encoding: 'utf8', hasBom: true, delimiter: ',' } as const

/** How many rows are put into one piece. */
const ROWS_A_PIECE = 500

interface WriteCsv {
  readonly format: CsvFormat
  /** Puts a sign before cells that a spreadsheet would run as a formula. */
  readonly isFormulaSafe: boolean
}

/** A table as a CSV file, a piece at a time. */
export async function* writeCsv(
  rows: AsyncIterable<readonly string[]>,
  { format, isFormulaSafe }: WriteCsv,
): AsyncGenerator<Buffer> {
  const { encoding, delimiter, hasBom } = format
  const encode = (piece: readonly (readonly string[])[]) =>
    iconv.encode(
      // A lone quotation mark inside a cell is read as itself, so every cell that has one is quoted.
      stringify([...piece], {
        delimiter,
        escape_formulas: isFormulaSafe,
        record_delimiter: 'windows',
      }),
      encoding,
    )
  if (hasBom && encoding === 'utf8') yield Buffer.from('\uFEFF', 'utf8')
  let piece: (readonly string[])[] = []
  for await (const row of rows) {
    piece.push(row)
    if (piece.length < ROWS_A_PIECE) continue
    yield encode(piece)
    piece = []
  }
  if (piece.length > 0) yield encode(piece)
}
