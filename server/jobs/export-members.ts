import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Permission } from '../contract/permissions.ts'
import type { TableFormat } from '../contract/table.ts'
import type { Ctx } from '../db/context.ts'
import { AppError } from '../kernel/app-error.ts'
import { sealTo } from '../kernel/sealed-file.ts'
import { writeCsv } from '../kernel/table/write-csv.ts'
import { writeXlsx, XLSX_ROWS_MAX } from '../kernel/table/write-xlsx.ts'
import { exportMembersInput, type ExportMembersInput } from '../modules/members/members.contract.ts'
import {
  countMatching,
  exportHeadings,
  exportRows,
  noteMemberExport,
  requirePlainRight,
} from '../modules/members/members.service.ts'
import type { JobControl } from './job-runner.ts'

/** An export is fetched the same day or made anew. */
const FILE_KEPT_MS = 24 * 3_600_000
/** What Excel opens by itself. */
const CSV: TableFormat & { kind: 'csv' } = {
  kind: 'csv',
  encoding: 'utf8',
  hasBom: true,
  delimiter: ',',
}

async function* linesOf(
  ctx: Ctx,
  input: ExportMembersInput,
  control: JobControl,
): AsyncGenerator<readonly string[], void> {
  const total = await countMatching(ctx, input.filter)
  if (input.format === 'xlsx' && total >= XLSX_ROWS_MAX) {
    throw new AppError('FILE_TOO_MANY_ROWS', { max: XLSX_ROWS_MAX - 1 })
  }
  yield exportHeadings(input.columns, input.language)
  let done = 0
  for await (const rows of exportRows(ctx, input)) {
    control.signal.throwIfAborted()
    yield* rows
    done += rows.length
    control.report(done, Math.max(total, done))
  }
}

/**
 * Members that match as a file: masked unless the right to see them whole is there at this moment too, no
 * cell that a spreadsheet would run, sealed, and taken away after a day. Recorded with its purpose before
 * the first row is read.
 */
export async function exportMembers(ctx: Ctx, input: unknown, control: JobControl) {
  const wanted = exportMembersInput.parse(input)
  requirePlainRight(ctx, wanted)
  const name = `members-${control.jobId}.${wanted.format}`
  const path = join(ctx.runtime.filesDir, name)
  await mkdir(ctx.runtime.filesDir, { recursive: true })
  await noteMemberExport(ctx, control.jobId, wanted)
  let rows = 0
  async function* counted() {
    for await (const line of linesOf(ctx, wanted, control)) {
      yield line
      rows += 1
    }
  }
  const bytes =
    wanted.format === 'csv'
      ? writeCsv(counted(), { format: CSV, isFormulaSafe: true })
      : writeXlsx(counted())
  try {
    await pipeline(Readable.from(bytes), sealTo(path, ctx.keys, name))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  const fileExpiresAt = new Date(ctx.clock.now().getTime() + FILE_KEPT_MS)
  const filePermissions: Permission[] = wanted.isPlain ? ['members.exportPlain'] : []
  const result = { rows: rows - 1, isPlain: wanted.isPlain }
  return { result, file: name, fileExpiresAt, filePermissions }
}
