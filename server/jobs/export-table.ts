import type { ExportFormat } from '../contract/table.ts'
import type { Ctx } from '../db/context.ts'
import { AppError } from '../kernel/app-error.ts'
import { textOf, type Cell } from '../kernel/table/cell.ts'
import { EXCEL_CSV, writeCsv } from '../kernel/table/write-csv.ts'
import { writeXlsx, XLSX_ROWS_MAX } from '../kernel/table/write-xlsx.ts'
import type { JobControl } from './job-runner.ts'
import { writeSealed } from './write-sealed.ts'

/** An export is fetched the same day or made anew. */
const FILE_KEPT_MS = 24 * 3_600_000

/** Some records of an export as rows: an order can have several. */
export interface ExportedChunk {
  readonly records: number
  readonly rows: readonly (readonly Cell[])[]
}

interface TableExport {
  /** What the file is about; its name begins so. */
  readonly about: 'members' | 'orders' | 'points'
  readonly format: ExportFormat
  readonly headings: readonly string[]
  /** How many records there are, as far as it is known before they are read. */
  readonly count: () => Promise<number>
  readonly chunks: AsyncIterable<ExportedChunk>
}

/** @throws AppError FILE_TOO_MANY_ROWS when a sheet has no more */
function requireRoom({ format }: TableExport, rows: number): void {
  if (format === 'xlsx' && rows >= XLSX_ROWS_MAX) {
    throw new AppError('FILE_TOO_MANY_ROWS', { max: XLSX_ROWS_MAX - 1 })
  }
}

async function* texts(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<string[]> {
  for await (const row of rows) yield row.map(textOf)
}

/**
 * Records as a file of a job: no cell that a spreadsheet would run, sealed, and taken away after a day. A job
 * that is stopped leaves none.
 *
 * @returns what the runner keeps of the file, and how many rows it has below its headings
 * @throws AppError FILE_TOO_MANY_ROWS
 */
export async function exportTable(ctx: Ctx, control: JobControl, table: TableExport) {
  const { about, format, headings, chunks } = table
  const total = await table.count()
  requireRoom(table, total)
  let rows = 0
  async function* lines(): AsyncGenerator<readonly Cell[]> {
    yield headings
    let done = 0
    for await (const chunk of chunks) {
      control.signal.throwIfAborted()
      rows += chunk.rows.length
      requireRoom(table, rows)
      yield* chunk.rows
      done += chunk.records
      control.report(done, Math.max(total, done))
    }
  }
  const name = `${about}-${control.jobId}.${format}`
  const bytes =
    format === 'csv'
      ? writeCsv(texts(lines()), { format: EXCEL_CSV, isFormulaSafe: true })
      : writeXlsx(lines())
  await writeSealed(ctx, { folder: ctx.runtime.filesDir, name, bytes })
  const fileExpiresAt = new Date(ctx.clock.now().getTime() + FILE_KEPT_MS)
  return { rows, file: name, fileExpiresAt }
}
