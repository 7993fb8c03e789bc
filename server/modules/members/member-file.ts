import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { AppError } from '../../kernel/app-error.ts'
import type { MemberFileRow } from './import-members.ts'

/** Column headings that are understood, without regard to case. */
const HEADINGS: Readonly<Record<string, keyof Omit<MemberFileRow, 'line'>>> = {
  customerid: 'externalId',
  externalid: 'externalId',
  mobile: 'mobile',
  phone: 'mobile',
  nickname: 'nickname',
}
const RECORD_BYTES_MAX = 64 * 1024

function refuse(reason: string, cause?: unknown): never {
  throw new AppError('IMPORT_FILE_INVALID', { reason }, { cause })
}

function readHeadings(names: readonly string[]): (string | undefined)[] {
  const fields = names.map((name) => {
    const heading = name.trim().toLowerCase()
    return Object.hasOwn(HEADINGS, heading) ? HEADINGS[heading] : undefined
  })
  const known = fields.filter((field) => field !== undefined)
  for (const wanted of ['externalId', 'mobile'] as const) {
    if (!known.includes(wanted)) refuse(`no column for ${wanted}`)
  }
  if (new Set(known).size !== known.length) refuse('two columns for the same field')
  return fields
}

function toFileRow(
  line: number,
  fields: readonly (string | undefined)[],
  cells: readonly string[],
): MemberFileRow {
  // Cells of a line with one too many or too few may have moved: such a line says nothing for certain.
  const isWhole = cells.length === fields.length
  const cell = (field: string) => (isWhole ? (cells[fields.indexOf(field)] ?? '') : '')
  return {
    line,
    externalId: cell('externalId'),
    mobile: cell('mobile'),
    nickname: cell('nickname'),
  }
}

/** The file's text, a piece at a time. Bytes that are not UTF-8 are refused, not replaced. */
async function* readText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
      yield decoder.decode(bytes, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) refuse('it is not UTF-8. Save it as "CSV UTF-8"', error)
    throw error
  }
}

/**
 * Reads a member file row by row: CSV, UTF-8 with or without a byte order mark, with a heading line that
 * has `customerId` (or `externalId`) and `mobile`, and may have `nickname`. Memory stays bounded.
 *
 * @throws AppError IMPORT_FILE_INVALID when the file as a whole cannot be read
 */
export async function* readMemberFile(path: string): AsyncGenerator<MemberFileRow> {
  const parser = parse({
    info: true,
    max_record_size: RECORD_BYTES_MAX,
    relax_column_count: true,
    skip_empty_lines: true,
  })
  // `pipe` passes no errors on: without this line the loop below would wait for ever.
  const text = Readable.from(readText(path)).on('error', (error) => parser.destroy(error))
  text.pipe(parser)
  let fields: (string | undefined)[] | undefined
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      if (fields) yield toFileRow(info.lines, fields, record)
      else fields = readHeadings(record)
    }
  } catch (error) {
    if (error instanceof CsvError) refuse(error.message, error)
    if (error instanceof Error && 'syscall' in error) refuse(error.message, error)
    throw error
  }
  if (!fields) refuse('it is empty')
}
