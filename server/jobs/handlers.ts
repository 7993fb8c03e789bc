import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { inTransaction } from '../db/transaction.ts'
import type { Ctx } from '../db/context.ts'
import { auditFilter, type AuditFilter, type AuditRow } from '../modules/audit/audit.contract.ts'
import {
  countAudit,
  readAudit,
  recordAudit,
  verifyAudit,
  type AuditAnchor,
} from '../modules/audit/audit.service.ts'
import { batchStaff } from './batch-staff.ts'
import type { JobControl, JobHandlers } from './job-runner.ts'

const auditTarget = (id: string) => ({ type: 'audit', id, name: 'audit' }) as const

/** The whole check of the audit log; what it found stands in the log itself too. */
async function verify(ctx: Ctx, anchor: AuditAnchor, control: JobControl) {
  const verdict = await verifyAudit(ctx, anchor, control)
  const { entries, sealedTo, faults } = verdict
  await inTransaction(ctx, (ctx) =>
    recordAudit(ctx, {
      action: 'audit.verify',
      target: auditTarget(control.jobId),
      after: { entries, sealedTo, faults: faults.length },
    }),
  )
  if (faults.length > 0) ctx.log.error({ faults: faults.slice(0, 10) }, 'the audit log was changed')
  return { result: verdict }
}

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

/** The log as a file for Excel: UTF-8 with its mark, and no cell that Excel would run as a formula. */
async function exportAudit(ctx: Ctx, input: unknown, control: JobControl, folder: string) {
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
    await pipeline(Readable.from(counted()), csv, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  await inTransaction(ctx, (ctx) =>
    recordAudit(ctx, {
      action: 'audit.export',
      target: auditTarget(control.jobId),
      after: { rows },
    }),
  )
  return { result: { rows }, file }
}

/** What each kind of job does. */
export const makeJobHandlers = (folder: string, anchor: AuditAnchor): JobHandlers => ({
  'audit.verify': (ctx, _input, control) => verify(ctx, anchor, control),
  'staff.batch': batchStaff,
  'audit.export': (ctx, input, control) => exportAudit(ctx, input, control, folder),
})
