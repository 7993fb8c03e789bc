import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { basename } from 'node:path'
import { errorText, isErrorCode } from '../contract/errors.ts'
import type { Ctx } from '../db/context.ts'
import { uuidv7 } from '../kernel/ids.ts'
import { detectFormat } from '../kernel/table/detect-format.ts'
import type { OpenBytes } from '../kernel/table/table.ts'
import type { ImportResult, ImportTotals, RefusedRow } from '../modules/imports/imports.contract.ts'
import {
  beginCopy,
  checkMapping,
  importTable,
  noteImport,
  proposeMapping,
  readHeadings,
  recallMapping,
  rememberMapping,
  type Importer,
} from '../modules/imports/imports.service.ts'

export interface ImportFileOptions {
  readonly importer: Importer
  readonly path: string
  readonly isDryRun: boolean
  /** Where a copy of the file with the outcome of each row is written; none when undefined. */
  readonly reportPath: string | undefined
}

async function sha256Of(open: OpenBytes): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of open()) hash.update(chunk)
  return hash.digest('hex')
}

type FileImport = Omit<ImportResult, 'fileId'> & { readonly refusals: readonly RefusedRow[] }

/**
 * Imports a file of the disk, as the wizard imports an uploaded one: same columns, same rules, same record.
 * @throws AppError FILE_…, MAPPING_…
 */
export async function importFile(ctx: Ctx, options: ImportFileOptions): Promise<FileImport> {
  const { importer, path, isDryRun, reportPath } = options
  const { kind } = importer
  const fileName = basename(path)
  const open: OpenBytes = () => createReadStream(path)
  const format = await detectFormat(open)
  const headings = await readHeadings(open, format)
  const mapping = (await recallMapping(ctx, kind, headings)) ?? proposeMapping(kind, headings)
  checkMapping(kind, mapping, headings.length)
  const copy =
    reportPath === undefined
      ? undefined
      : beginCopy({
          path: reportPath,
          sink: createWriteStream(reportPath, { flags: 'wx', mode: 0o600 }),
          format,
          headings,
          language: 'zh',
        })
  const { refusals, ...counts } = await importTable(ctx, {
    importer,
    open,
    format,
    mapping,
    isDryRun,
    onSettled: (settled) => copy?.add(settled),
  })
  await copy?.end()
  if (!isDryRun) {
    const sha256 = await sha256Of(open)
    await noteImport(ctx, kind, { jobId: uuidv7(ctx.clock), fileName, sha256, counts })
    await rememberMapping(ctx, kind, { headings, mapping })
  }
  return { isDryRun, fileName, kind, ...counts, refusals }
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)

const describeTotals = (name: string, totals: ImportTotals, hasAmounts: boolean): string =>
  `${name} ${totals.rows}` + (hasAmounts ? ` (CNY ${yuan(totals.amountFen)})` : '')

/** An import as the command line tells it. */
export function describeImport({ kind, isDryRun, refusals, ...counts }: FileImport): string {
  const { all, created, unchanged, refused } = counts
  const hasAmounts = kind === 'orders'
  const lines = refusals.map(({ line, code, params, field }) => {
    const place = field === null ? '' : `, ${field}`
    const reason = isErrorCode(code) ? errorText(code, 'en', params) : code
    return `  line ${line}${place}: ${reason} (${code})`
  })
  const more =
    refused.records > refusals.length ? [`  and ${refused.records - refusals.length} more`] : []
  return [
    [
      describeTotals('rows', all, hasAmounts),
      describeTotals(isDryRun ? 'would create' : 'created', created, hasAmounts),
      describeTotals('unchanged', unchanged, hasAmounts),
      describeTotals('refused', refused, hasAmounts),
    ].join(', '),
    ...lines,
    ...more,
  ].join('\n')
}
