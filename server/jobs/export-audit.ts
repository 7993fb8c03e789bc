import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import type { Ctx } from '../db/context.ts'
import { sealTo } from '../kernel/sealed-file.ts'
import { auditFilter, type AuditFilter, type AuditRow } from '../modules/audit/audit.contract.ts'
import { countAudit, noteAuditExport, readAudit } from '../modules/audit/audit.service.ts'
import type { JobControl } from './job-runner.ts'

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

const cell = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value

const lineOf = (row: AuditRow): unknown[] =>
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
  const file = `audit-${control.jobId}.csv`
  const path = join(folder, file)
  await mkdir(folder, { recursive: true })
  const csv = stringify({ header: true, columns: [...COLUMNS], bom: true, escape_formulas: true })
  let rows = 0
  async function* counted() {
    for await (const line of linesOf(ctx, filter, control)) {
      rows += 1
      yield line
    }
  }
  try {
    await pipeline(Readable.from(counted()), csv, sealTo(path, ctx.keys, file))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  await noteAuditExport(ctx, control.jobId, rows)
  return { result: { rows }, file }
}
