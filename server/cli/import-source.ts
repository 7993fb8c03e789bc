import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { TableFormat } from '../contract/table.ts'
import type { Ctx } from '../db/context.ts'
import { detectFormat } from '../kernel/table/detect-format.ts'
import type { OpenBytes } from '../kernel/table/table.ts'
import type { ImportKind, ImportMapping } from '../modules/imports/imports.contract.ts'
import { proposeMapping, readHeadings, recallMapping } from '../modules/imports/imports.service.ts'
import { MAP_CHARACTERS_MAX, readColumnMap } from './column-map.ts'
import { CommandError } from './command-error.ts'

/** A file of the disk that is to be imported. */
export interface SourceFile {
  readonly kind: ImportKind
  readonly path: string
  /** Where the columns are said; those of the last such file, or by their headings, when undefined. */
  readonly mapPath?: string | undefined
  /** Who numbers the orders where a row does not say so; undefined is as the last time. */
  readonly orderSource?: string | undefined
}

export interface Source {
  readonly open: OpenBytes
  readonly format: TableFormat
  readonly headings: readonly string[]
  readonly mapping: ImportMapping
  readonly orderSource: string | null
  /** How much of the file was read since it was opened last; a workbook is read whole before its rows. */
  readonly percentRead: () => number | undefined
}

/** The bytes of a file, and how many of them were asked for since it was opened last. */
function countedFile(path: string) {
  let readBytes = 0
  const open: OpenBytes = async function* () {
    readBytes = 0
    // A stream without an encoding gives bytes.
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      readBytes += chunk.length
      yield chunk
    }
  }
  return { open, readBytes: () => readBytes }
}

async function readMap(path: string): Promise<string> {
  const text = await readFile(path, 'utf8')
  if (text.length > MAP_CHARACTERS_MAX)
    throw new CommandError(`--map ${path}: longer than ${MAP_CHARACTERS_MAX} characters`)
  return text
}

/** The file as it is to be imported; its columns are not checked yet. @throws AppError FILE_…, CommandError */
export async function readSource(ctx: Ctx, file: SourceFile): Promise<Source> {
  const { kind, path, mapPath } = file
  const { size } = await stat(path)
  const { open, readBytes } = countedFile(path)
  const format = await detectFormat(open)
  const headings = await readHeadings(open, format)
  const remembered = await recallMapping(ctx, kind, headings)
  const mapping =
    mapPath === undefined
      ? (remembered?.mapping ?? proposeMapping(kind, headings))
      : readColumnMap(await readMap(mapPath), { kind, headings })
  // A batch or two are read ahead of the rows that are done.
  const percentRead = () =>
    format.kind === 'csv' && size > 0
      ? Math.min(99, Math.floor((readBytes() / size) * 100))
      : undefined
  const orderSource = file.orderSource ?? remembered?.orderSource ?? null
  return { open, format, headings, mapping, orderSource, percentRead }
}
