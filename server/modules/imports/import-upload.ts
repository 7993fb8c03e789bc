import { join } from 'node:path'
import { z } from 'zod'
import { FILE_SOURCE } from '../../contract/order-source.ts'
import { tableFormat } from '../../contract/table.ts'
import type { Language } from '../../contract/errors.ts'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { sealTo } from '../../kernel/sealed-file.ts'
import { shownCopyName } from './copy-name.ts'
import { openUpload } from './import-files.ts'
import { importTable } from './import-table.ts'
import { ImportTally } from './import-tally.ts'
import type { Importer } from './importer.ts'
import { importMapping, type ImportResult } from './imports.contract.ts'
import { recordImport, type Statement } from './record-import.ts'
import { keepRefusals } from './refusals-file.ts'
import { rememberMapping } from './remembered-mappings.ts'
import { beginCopy, copyNameOf, type ResultCopy } from './result-copy.ts'

export interface UploadImport extends Statement {
  readonly importer: Importer
  readonly fileId: string
  readonly language: Language
  readonly isDryRun: boolean
  readonly jobId: string
  readonly signal: AbortSignal
  readonly report: (done: number, total?: number) => void
}

/** What a job knows of the file it works on. @throws AppError FILE_GONE */
async function loadFile(ctx: Ctx, id: string) {
  const file = await ctx.db.importFile.findUnique({ where: { id } })
  if (!file) throw new AppError('FILE_GONE')
  return {
    name: file.name,
    sha256: file.sha256,
    format: tableFormat.parse(file.format),
    headings: z.array(z.string()).parse(file.headings),
    mapping: importMapping.parse(file.mapping),
    orderSource: file.orderSource,
  }
}

async function runWithCopy(
  ctx: Ctx,
  run: UploadImport,
  file: Awaited<ReturnType<typeof loadFile>>,
  { copy, tally }: { copy: ResultCopy; tally: ImportTally },
) {
  const { importer, isDryRun, signal, report, fileId, jobId } = run
  const { refusals, ...counts } = await importTable(ctx, {
    importer,
    origin: { jobId, fileName: file.name, orderSource: file.orderSource ?? FILE_SOURCE },
    open: openUpload(ctx, fileId),
    format: file.format,
    mapping: file.mapping,
    isDryRun,
    signal,
    tally,
    async onSettled(settled, rowsDone) {
      await copy.add(settled)
      report(rowsDone)
    },
  })
  await copy.end()
  await keepRefusals(ctx, jobId, refusals)
  return counts
}

/**
 * Imports an uploaded file, or finds out what that would come to. Leaves a copy of the file with the
 * outcome beside each row, and remembers the columns.
 *
 * @throws AppError FILE_…, and whatever aborted the signal
 */
export async function importUpload(ctx: Ctx, options: UploadImport) {
  const { importer, isDryRun, fileId, jobId, language, stated, reason } = options
  const { kind } = importer
  const file = await loadFile(ctx, fileId)
  const { format, headings, mapping, orderSource, name, sha256 } = file
  const copyName = copyNameOf({ kind, jobId, format })
  const path = join(ctx.runtime.filesDir, copyName)
  const sink = sealTo(path, ctx.keys, copyName)
  const copy = beginCopy({ path, sink, format, headings, language })
  const run = (tally: ImportTally) =>
    runWithCopy(ctx, options, file, { copy, tally }).catch(async (error: unknown) => {
      await copy.discard()
      throw error
    })
  const recorded = { kind, jobId, fileName: name, sha256, stated, reason }
  const counts = await (isDryRun ? run(new ImportTally()) : recordImport(ctx, recorded, run))
  if (!isDryRun) await rememberMapping(ctx, kind, { headings, mapping, orderSource })
  const shown = shownCopyName({ fileName: name, isDryRun, language, format })
  const result: ImportResult = {
    ...{ isDryRun, fileId, fileName: name, copyName: shown, kind },
    ...counts,
    ...(stated ? { stated } : {}),
  }
  return { result, file: copyName }
}
