import type { TableFormat } from '../../contract/table.ts'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { readTable } from '../../kernel/table/read-table.ts'
import type { OpenBytes, TableRow } from '../../kernel/table/table.ts'
import { ImportTally, type ImportCounts } from './import-tally.ts'
import { isRefusal, type Importer, type ImportOrigin } from './importer.ts'
import { REFUSALS_SHOWN_MAX, type ImportResult, type RefusedRow } from './imports.contract.ts'
import { runImport, type Settled } from './run-import.ts'
import { shownCell } from './shown-cells.ts'

export interface TableImport {
  readonly importer: Importer
  readonly origin: ImportOrigin
  readonly open: OpenBytes
  readonly format: TableFormat
  readonly mapping: readonly (string | null)[]
  readonly isDryRun: boolean
  readonly signal?: AbortSignal
  readonly onSettled?: (settled: readonly Settled[], rowsDone: number) => Promise<void> | void
  /** One's own where the figures matter also when it stops. */
  readonly tally?: ImportTally
}

/** Rows below the headings. */
async function* withoutHeadings(rows: AsyncIterable<TableRow>): AsyncGenerator<TableRow> {
  let isFirst = true
  for await (const row of rows) {
    if (!isFirst) yield row
    isFirst = false
  }
}

/** A refused record as the wizard shows it: the row at fault, else its first, cells by field. */
function toRefusedRow(
  { importer, mapping }: TableImport,
  { rows, outcome }: Settled,
): RefusedRow[] {
  if (!isRefusal(outcome)) return []
  const row = rows.find(({ line }) => line === outcome.line) ?? rows[0]
  if (!row) return []
  const cells = mapping.flatMap((field, i) =>
    field === null
      ? []
      : [[field, shownCell(importer.kind, field, row.cells[i]?.trim() ?? '')] as const],
  )
  return [
    {
      line: row.line,
      code: outcome.code,
      params: { ...outcome.params },
      field: outcome.field ?? null,
      cells: Object.fromEntries(cells),
    },
  ]
}

/**
 * Imports the table in a file, or finds out what that would come to, and keeps the first refusals.
 * @throws AppError FILE_…; FILE_EMPTY when there is no row below the headings
 */
export async function importTable(
  ctx: Ctx,
  table: TableImport,
): Promise<ImportCounts & Pick<ImportResult, 'booked'> & { refusals: RefusedRow[] }> {
  const refusals: RefusedRow[] = []
  const tally = table.tally ?? new ImportTally()
  const counts = await runImport(ctx, {
    importer: table.importer,
    origin: table.origin,
    mapping: table.mapping,
    rows: () => withoutHeadings(readTable(table.open, table.format)),
    isDryRun: table.isDryRun,
    tally,
    ...(table.signal ? { signal: table.signal } : {}),
    async onSettled(settled, rowsDone) {
      for (const one of settled) {
        if (refusals.length >= REFUSALS_SHOWN_MAX) break
        refusals.push(...toRefusedRow(table, one))
      }
      await table.onSettled?.(settled, rowsDone)
    },
  })
  if (counts.all.rows === 0) throw new AppError('FILE_EMPTY')
  const isOfPoints = table.importer.kind === 'points'
  return { ...counts, ...(isOfPoints ? { booked: tally.booked() } : {}), refusals }
}
