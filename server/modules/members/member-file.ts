import { createReadStream } from 'node:fs'
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
  const fields = names.map((name) => HEADINGS[name.trim().toLowerCase()])
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
  const cell = (field: string) => cells[fields.indexOf(field)] ?? ''
  return {
    line,
    externalId: cell('externalId'),
    mobile: cell('mobile'),
    nickname: cell('nickname'),
  }
}

/**
 * Reads a member file row by row: CSV, UTF-8 with or without a byte order mark, with a heading line that
 * has `customerId` (or `externalId`) and `mobile`, and may have `nickname`. Memory stays bounded.
 *
 * @throws AppError IMPORT_FILE_INVALID when the file as a whole cannot be read
 */
export async function* readMemberFile(path: string): AsyncGenerator<MemberFileRow> {
  const parser = createReadStream(path)
    .on('error', (error) => parser.destroy(error))
    .pipe(
      parse({ bom: true, info: true, max_record_size: RECORD_BYTES_MAX, skip_empty_lines: true }),
    )
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
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      refuse('there is no such file', error)
    throw error
  }
  if (!fields) refuse('it is empty')
}
