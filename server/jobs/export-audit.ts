import type { Ctx } from '../db/context.ts'
import { EXCEL_CSV, writeCsv } from '../kernel/table/write-csv.ts'
import { auditFilter, type AuditFilter, type AuditRow } from '../modules/audit/audit.contract.ts'
import { countAudit, noteAuditExport, readAudit } from '../modules/audit/audit.service.ts'
import type { JobControl } from './job-runner.ts'
import { writeSealed } from './write-sealed.ts'

const COLUMNS = [
  'seq',
  'at',
  'actorKind',
  'actorName',
  'action',
  'targetType',
  'targetId',
  'targetName',
  'before',
  'after',
  'reason',
  'address',
  'requestId',
  'hash',
] as const satisfies readonly (keyof AuditRow)[]

function cell(value: AuditRow[keyof AuditRow]): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const lineOf = (row: AuditRow): string[] =>
  COLUMNS.map((name) => (name === 'at' ? new Date(row.at).toISOString() : cell(row[name])))

async function* linesOf(ctx: Ctx, filter: AuditFilter, control: JobControl) {
  const total = await countAudit(ctx, filter)
  let done = 0
  for await (const rows of readAudit(ctx, filter)) {
    control.signal.throwIfAborted()
    for (const row of rows) yield lineOf(row)
    done += rows.length
    control.report(done, total)
  }
}

/**
 * The log as a file for Excel: UTF-8 with its mark, and no cell that Excel would run as a formula. It lies
 * sealed under its own name as id, and is opened by the route that hands it out.
 */
export async function exportAudit(ctx: Ctx, input: unknown, control: JobControl, folder: string) {
  const filter = auditFilter.parse(input)
  const name = `audit-${control.jobId}.csv`
  let rows = 0
  async function* lines() {
    yield COLUMNS
    for await (const line of linesOf(ctx, filter, control)) {
      rows += 1
      yield line
    }
  }
  const bytes = writeCsv(lines(), { format: EXCEL_CSV, isFormulaSafe: true })
  await writeSealed(ctx, { folder, name, bytes })
  await noteAuditExport(ctx, control.jobId, rows)
  return { result: { rows }, file: name }
}
