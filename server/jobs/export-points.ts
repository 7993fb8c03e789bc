import type { Ctx } from '../db/context.ts'
import { exportEntriesInput } from '../modules/points/records.contract.ts'
import {
  countMatchingEntries,
  entryHeadings,
  exportEntryRows,
  noteEntryExport,
} from '../modules/points/points.service.ts'
import { exportTable } from './export-table.ts'
import type { JobControl } from './job-runner.ts'

/** Points entries that match as a file, recorded with its purpose before the first row is read. */
export async function exportPoints(ctx: Ctx, input: unknown, control: JobControl) {
  const wanted = exportEntriesInput.parse(input)
  await noteEntryExport(ctx, control.jobId, wanted)
  const { rows, ...file } = await exportTable(ctx, control, {
    about: 'points',
    format: wanted.format,
    headings: entryHeadings(wanted),
    count: () => countMatchingEntries(ctx, wanted.filter),
    chunks: exportEntryRows(ctx, wanted),
  })
  return { ...file, result: { rows } }
}
