import { createHash } from 'node:crypto'
import { open as openFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Language } from '../contract/errors.ts'
import { FILE_SOURCE } from '../contract/order-source.ts'
import type { Ctx } from '../db/context.ts'
import { uuidv7 } from '../kernel/ids.ts'
import type { OpenBytes } from '../kernel/table/table.ts'
import {
  differs,
  totalsDifference,
  type ImportResult,
  type RefusedRow,
  type StatedTotals,
} from '../modules/imports/imports.contract.ts'
import {
  beginCopy,
  checkMapping,
  importTable,
  ImportTally,
  recordImport,
  rememberMapping,
  type Importer,
  type ResultCopy,
} from '../modules/imports/imports.service.ts'
import { CommandError } from './command-error.ts'
import type { ImportProgress } from './import-progress.ts'
import { readSource, type Source } from './import-source.ts'

export interface ImportFileOptions {
  readonly importer: Importer
  readonly path: string
  readonly isDryRun: boolean
  /** Where a copy of the file with the outcome of each row is written; none when undefined. */
  readonly reportPath: string | undefined
  /** Of the reasons in that copy. */
  readonly language: Language
  /** Says which column goes into which field. */
  readonly mapPath?: string | undefined
  /** Who numbers the orders where a row does not say so; undefined is as the last time. */
  readonly orderSource?: string | undefined
  /** Of points: what the old system states. Nothing is imported where that differs. */
  readonly stated?: StatedTotals | undefined
  /** Stops it between two batches. */
  readonly signal?: AbortSignal
  /** Told after each batch: rows done, and how much of the file is read where that is known. */
  readonly onProgress?: ImportProgress['rows']
}

/** What an import file holds is for its owner. */
const FILE_MODE = 0o600

async function sha256Of(open: OpenBytes): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of open()) hash.update(chunk)
  return hash.digest('hex')
}

export type FileImport = Omit<ImportResult, 'fileId'> & { readonly refusals: readonly RefusedRow[] }

/** Begins the copy; a file that is there already is nobody's copy and stays. */
async function beginReport(
  path: string,
  { format, headings }: Pick<Source, 'format' | 'headings'>,
  language: Language,
): Promise<ResultCopy> {
  const handle = await openFile(path, 'wx', FILE_MODE)
  const sink = handle.createWriteStream()
  return beginCopy({ path, sink, format, headings, language })
}

/** What Ctrl+C came to. */
function stopped({ all, created }: ImportTally, isDryRun: boolean): CommandError {
  const rows = `stopped after ${all.rows} rows`
  return new CommandError(
    isDryRun
      ? `${rows}; nothing was written`
      : `${rows}; the ${created.rows} rows written stay, and the same command adds the rest`,
  )
}

async function runWithReport(
  ctx: Ctx,
  { importer, path, isDryRun, reportPath, language, signal, onProgress }: ImportFileOptions,
  { orderSource, ...source }: Source,
  { jobId, tally }: { jobId: string; tally: ImportTally },
) {
  const copy =
    reportPath === undefined ? undefined : await beginReport(reportPath, source, language)
  try {
    const result = await importTable(ctx, {
      ...source,
      importer,
      isDryRun,
      origin: { jobId, fileName: basename(path), orderSource: orderSource ?? FILE_SOURCE },
      ...(signal ? { signal } : {}),
      tally,
      async onSettled(settled, rowsDone) {
        await copy?.add(settled)
        onProgress?.(rowsDone, source.percentRead())
      },
    })
    await copy?.end()
    return result
  } catch (error) {
    await copy?.discard()
    throw signal?.aborted && error === signal.reason ? stopped(tally, isDryRun) : error
  }
}

/** How far a file is from what was stated; undefined where it is not, or nothing was stated. */
export function statedDifference({ stated, booked }: Pick<FileImport, 'stated' | 'booked'>) {
  if (!stated || !booked) return undefined
  const { points, members } = totalsDifference(stated, booked)
  if (!differs({ points, members })) return undefined
  const parts = [
    stated.points === null ? [] : `points ${booked.points}, stated ${stated.points}`,
    stated.members === null ? [] : `members ${booked.members}, stated ${stated.members}`,
  ].flat()
  return `the totals differ: ${parts.join('; ')}`
}

/** Reads the file once without writing and holds it against what was stated. @throws CommandError */
async function requireStated(
  ctx: Ctx,
  options: ImportFileOptions,
  source: Source,
  jobId: string,
): Promise<void> {
  const checking = { ...options, isDryRun: true, reportPath: undefined }
  const found = await runWithReport(ctx, checking, source, { jobId, tally: new ImportTally() })
  const difference = statedDifference({ ...found, stated: options.stated })
  if (difference !== undefined) throw new CommandError(`${difference}; nothing was imported`)
}

/**
 * Imports a file of the disk, as the wizard imports an uploaded one: same columns, same rules, same record,
 * also of one that stopped half-way.
 * @throws AppError FILE_…, MAPPING_…; CommandError when it was stopped, or what was stated differs
 */
export async function importFile(ctx: Ctx, options: ImportFileOptions): Promise<FileImport> {
  const { importer, path, isDryRun, mapPath } = options
  const jobId = uuidv7(ctx.clock)
  const { kind } = importer
  const source = await readSource(ctx, { kind, path, mapPath, orderSource: options.orderSource })
  const { headings, mapping, orderSource } = source
  checkMapping(kind, mapping, headings.length)
  const fileName = basename(path)
  const { stated } = options
  const told = { isDryRun, fileName, kind, ...(stated ? { stated } : {}) }
  if (isDryRun) {
    const found = await runWithReport(ctx, options, source, { jobId, tally: new ImportTally() })
    return { ...told, ...found }
  }
  if (stated) await requireStated(ctx, options, source, jobId)
  const sha256 = await sha256Of(source.open)
  const recorded = { kind, jobId, fileName, sha256, stated }
  const { refusals, ...counts } = await recordImport(ctx, recorded, (tally) =>
    runWithReport(ctx, options, source, { jobId, tally }),
  )
  await rememberMapping(ctx, kind, { headings, mapping, orderSource })
  return { ...told, ...counts, refusals }
}
