import { wallTime } from '../../contract/dates.ts'
import type { Language } from '../../contract/errors.ts'
import type { Ctx } from '../../db/context.ts'
import { iterateFixed } from '../../db/iterate-list.ts'
import { inTransaction } from '../../db/transaction.ts'
import { countOf, dayOf, momentOf, type Cell } from '../../kernel/table/cell.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { startJob } from '../jobs/jobs.service.ts'
import { matchingEntries } from './entry-search.sql.ts'
import { BUSINESS_NAMES, ENTRY_LABELS, KIND_NAMES } from './entry-export-labels.ts'
import { readEntries } from './records.queries.ts'
import type { EntryExportColumn, EntryRow, ExportEntriesInput } from './records.contract.ts'

/** Entries that are read at once. */
const CHUNK = 1_000

function cellOf(
  { zone }: Ctx,
  entry: EntryRow,
  column: EntryExportColumn,
  language: Language,
): Cell {
  switch (column) {
    case 'bookedAt':
    case 'occurredAt':
      return momentOf(wallTime(new Date(entry[column]), zone.name))
    case 'businessDate':
      return dayOf(entry.businessDate)
    case 'memberNo':
    case 'nickname':
      return entry.member[column]
    case 'kind':
      return KIND_NAMES[entry.kind][language]
    case 'business':
      return BUSINESS_NAMES[entry.business][language]
    case 'points':
    case 'balanceAfter':
    case 'pending':
    case 'pendingAfter':
    case 'forgone':
      return countOf(entry[column])
    case 'who':
      return entry.actor.name
    case 'businessId':
    case 'id':
      return entry[column]
    case 'store':
    case 'reason':
    case 'batchId':
      return entry[column] ?? ''
  }
}

/** Headings of an export in the reader's language. */
export const entryHeadings = ({ columns, language }: ExportEntriesInput): string[] =>
  columns.map((column) => ENTRY_LABELS[column][language])

/** Rows of an export, a chunk of entries at a time in the order of the list. */
export async function* exportEntryRows(ctx: Ctx, input: ExportEntriesInput) {
  const { columns, language } = input
  const matching = await matchingEntries(ctx, input.filter, input)
  for await (const ids of iterateFixed(ctx, matching, CHUNK)) {
    const entries = await readEntries(ctx, ids)
    yield {
      records: entries.length,
      rows: entries.map((entry) => columns.map((column) => cellOf(ctx, entry, column, language))),
    }
  }
}

/** Starts the export of a filter. @throws AppError JOB_RUNNING */
export const startEntryExport = (ctx: Ctx, input: ExportEntriesInput): Promise<{ id: string }> =>
  startJob(ctx, 'points.export', input)

/** Records that entries are taken out of the system: who, which, and what for. */
export function noteEntryExport(
  ctx: Ctx,
  jobId: string,
  { filter, columns, purpose }: ExportEntriesInput,
): Promise<void> {
  // Somebody may have looked for a mobile number.
  const { keyword, ...rest } = filter
  return inTransaction(ctx, (ctx) =>
    recordAudit(ctx, {
      action: 'points.export',
      target: { type: 'job', id: jobId, name: 'points' },
      after: { ...rest, ...(keyword === '' ? {} : { keyword: '***' }), columns },
      reason: purpose,
    }),
  )
}
