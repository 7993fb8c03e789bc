import type { TableFormat } from '../../contract/table.ts'
import { readCsv } from './csv-table.ts'
import type { OpenBytes, TableRow } from './table.ts'
import { readXlsx } from './xlsx-table.ts'

/** Rows of a file, the headings first. @throws AppError FILE_… */
export const readTable = (open: OpenBytes, format: TableFormat): AsyncGenerator<TableRow> =>
  format.kind === 'csv' ? readCsv(open, format) : readXlsx(open)
