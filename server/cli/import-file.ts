import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open as openFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { errorText, isErrorCode } from '../contract/errors.ts'
import { FILE_SOURCE } from '../contract/order-source.ts'
import type { TableFormat } from '../contract/table.ts'
import type { Ctx } from '../db/context.ts'
import { uuidv7 } from '../kernel/ids.ts'
import { detectFormat } from '../kernel/table/detect-format.ts'
import type { OpenBytes } from '../kernel/table/table.ts'
import type { ImportResult, ImportTotals, RefusedRow } from '../modules/imports/imports.contract.ts'
import {
  beginCopy,
  checkMapping,
  importTable,
  proposeMapping,
  readHeadings,
  recallMapping,
  recordImport,
  rememberMapping,
  type Importer,
  type ImportTally,
  type ResultCopy,
} from '../modules/imports/imports.service.ts'

export interface ImportFileOptions {
  readonly importer: Importer
  readonly path: string
  readonly isDryRun: boolean
  /** Who numbers the orders where a row does not say so; undefined is as the last time. */
  readonly orderSource?: string | undefined
  /** Where a copy of the file with the outcome of each row is written; none when undefined. */
  readonly reportPath: string | undefined
  /** Stops it between two batches. */
  readonly signal?: AbortSignal
}

/** What an import file holds is for its owner. */
const FILE_MODE = 0o600

async function sha256Of(open: OpenBytes): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of open()) hash.update(chunk)
  return hash.digest('hex')
}

type FileImport = Omit<ImportResult, 'fileId'> & { readonly refusals: readonly RefusedRow[] }

interface Source {
  readonly open: OpenBytes
  readonly format: TableFormat
  readonly headings: readonly string[]
  readonly mapping: (string | null)[]
  readonly orderSource: string | null
}

/** The file as it is to be imported. @throws AppError FILE_…, MAPPING_… */
async function readSource(
  ctx: Ctx,
  { importer, path, orderSource }: ImportFileOptions,
): Promise<Source> {
  const { kind } = importer
  const open: OpenBytes = () => createReadStream(path)
  const format = await detectFormat(open)
  const headings = await readHeadings(open, format)
  const remembered = await recallMapping(ctx, kind, headings)
  const mapping = remembered?.mapping ?? proposeMapping(kind, headings)
  checkMapping(kind, mapping, headings.length)
  return {
    ...{ open, format, headings, mapping },
    orderSource: orderSource ?? remembered?.orderSource ?? null,
  }
}

/** Begins the copy; a file that is there already is nobody's copy and stays. */
async function beginReport(path: string, { format, headings }: Source): Promise<ResultCopy> {
  const handle = await openFile(path, 'wx', FILE_MODE)
  const sink = handle.createWriteStream()
  return beginCopy({ path, sink, format, headings, language: 'zh' })
}

async function runWithReport(
  ctx: Ctx,
  { importer, isDryRun, reportPath, signal }: ImportFileOptions,
  source: Source,
  { jobId, tally }: { jobId: string; tally?: ImportTally },
) {
  const copy = reportPath === undefined ? undefined : await beginReport(reportPath, source)
  try {
    const result = await importTable(ctx, {
      ...source,
      importer,
      isDryRun,
      origin: { jobId, orderSource: source.orderSource ?? FILE_SOURCE },
      ...(signal ? { signal } : {}),
      ...(tally ? { tally } : {}),
      onSettled: (settled) => copy?.add(settled),
    })
    await copy?.end()
    return result
  } catch (error) {
    await copy?.discard()
    throw error
  }
}

/**
 * Imports a file of the disk, as the wizard imports an uploaded one: same columns, same rules, same record,
 * also of one that stopped half-way.
 * @throws AppError FILE_…, MAPPING_…
 */
export async function importFile(ctx: Ctx, options: ImportFileOptions): Promise<FileImport> {
  const { importer, path, isDryRun } = options
  const { kind } = importer
  const source = await readSource(ctx, options)
  const { headings, mapping, orderSource } = source
  const fileName = basename(path)
  const jobId = uuidv7(ctx.clock)
  if (isDryRun) {
    const found = await runWithReport(ctx, options, source, { jobId })
    return { isDryRun, fileName, kind, ...found }
  }
  const sha256 = await sha256Of(source.open)
  const recorded = { kind, jobId, fileName, sha256 }
  const { refusals, ...counts } = await recordImport(ctx, recorded, (tally) =>
    runWithReport(ctx, options, source, { jobId, tally }),
  )
  await rememberMapping(ctx, kind, { headings, mapping, orderSource })
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
