import { FILE_SOURCE } from '../contract/order-source.ts'
import type { Ctx } from '../db/context.ts'
import { detectFormat } from '../kernel/table/detect-format.ts'
import { readTable } from '../kernel/table/read-table.ts'
import type { OpenBytes } from '../kernel/table/table.ts'
import type { Importer, ImportOrigin } from '../modules/imports/importer.ts'
import { importTable, proposeMapping } from '../modules/imports/imports.service.ts'

interface Options {
  readonly isDryRun?: boolean
  readonly mapping?: readonly (string | null)[]
  readonly origin?: ImportOrigin
}

/** An import of its own, of a file that nobody said anything about. */
export const TEST_ORIGIN: ImportOrigin = {
  jobId: 'job',
  fileName: '文件.csv',
  orderSource: FILE_SOURCE,
}

/** Bytes in pieces that cut characters and rows in two. */
export const bytesOf = (bytes: Uint8Array, piece = 7_919): OpenBytes =>
  async function* () {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }

/** Imports a file's bytes the way the wizard and the command line do, columns by their headings. */
export async function importBytes(
  ctx: Ctx,
  importer: Importer,
  file: string | Uint8Array,
  { isDryRun = false, mapping, origin = TEST_ORIGIN }: Options = {},
) {
  const open = bytesOf(typeof file === 'string' ? Buffer.from(file) : file)
  const format = await detectFormat(open)
  let headings: readonly string[] = []
  for await (const { cells } of readTable(open, format)) {
    headings = cells
    break
  }
  const proposed = mapping ?? proposeMapping(importer.kind, headings)
  return importTable(ctx, { importer, open, format, mapping: proposed, isDryRun, origin })
}
