import { setImmediate as nextTurn } from 'node:timers/promises'
import { ROWS_MAX } from '../../contract/table.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { TableRow } from '../../kernel/table/table.ts'
import { DigestTable } from './digest-table.ts'
import {
  RowRefused,
  type ImportReader,
  type ImportRecord,
  type MappedRow,
  type Outcome,
  type Refusal,
} from './importer.ts'
import { mapRows } from './mapping.ts'

/**
 * Rows of one transaction: long enough to be fast, as the next rows touch the same pages of an index again;
 * short enough to let a till in between, 0.4 s with a million members on SQLite.
 */
export const BATCH_ROWS = 2_000
/** Rows read before the program turns to what else waits: answers of the database, requests of others. */
const ROWS_A_TURN = 15
/** Rows of one record; an order of more lines than this is a mistake of grouping. */
const GROUP_MAX = 500
/** A table and what its columns mean. */
export interface ImportSource {
  /** The rows from the beginning, as often as asked for. */
  readonly rows: () => AsyncIterable<TableRow>
  readonly mapping: readonly (string | null)[]
  readonly signal?: AbortSignal
}

/** A record on its way through an import. */
export interface Pending<R> {
  readonly rows: readonly TableRow[]
  readonly line: number
  readonly record: R | undefined
  outcome: Outcome | undefined
  /** Number of the record of an earlier row that it says again. */
  repeats?: number
  /** Its own number, by which later rows are told of it. */
  seen?: number
}

function readRecord(
  reader: ImportReader<ImportRecord>,
  rows: readonly MappedRow[],
  columns: number,
) {
  try {
    for (const { strayCells } of rows) {
      if (strayCells !== undefined) {
        throw new RowRefused({ code: 'ROW_INCOMPLETE', params: { cells: strayCells, columns } })
      }
    }
    return { record: reader.read(rows), outcome: undefined }
  } catch (error) {
    if (error instanceof RowRefused) return { record: undefined, outcome: error.refusal }
    throw error
  }
}

/** Why the rows of a key can not be one record: some stand elsewhere, or there are too many. */
type BrokenGroups = ReadonlyMap<string, Refusal>

function checkCount(count: number): void {
  if (count > ROWS_MAX) throw new AppError('FILE_TOO_MANY_ROWS', { max: ROWS_MAX })
}

/**
 * Looks through a file whose records have several rows, before anything is written: a part of an order must
 * not be booked as the whole.
 *
 * @throws AppError FILE_TOO_MANY_ROWS, and whatever aborted the signal
 */
export async function findBrokenGroups(
  { rows, mapping, signal }: ImportSource,
  reader: ImportReader<ImportRecord>,
): Promise<BrokenGroups> {
  const broken = new Map<string, Refusal>()
  if (!reader.isGrouped(new Set(mapping))) return broken
  const toMapped = mapRows([...mapping])
  const seen = new DigestTable()
  let last: string | undefined
  let length = 0
  let count = 0
  for await (const row of rows()) {
    signal?.throwIfAborted()
    count += 1
    checkCount(count)
    const key = reader.groupKey(toMapped(row))
    length = key === last ? length + 1 : 1
    if (key !== undefined && key !== last) {
      const next = seen.size
      if (seen.add(key) < next) broken.set(key, { code: 'ROWS_APART' })
    }
    if (key !== undefined && length > GROUP_MAX) {
      broken.set(key, { code: 'ROWS_TOO_MANY', params: { max: GROUP_MAX } })
    }
    last = key
  }
  return broken
}

interface Group {
  readonly key: string | undefined
  readonly rows: TableRow[]
  readonly mapped: MappedRow[]
}

/** Rows of the file as records, a batch at a time. */
export async function* readBatches(
  { rows, mapping }: ImportSource,
  reader: ImportReader<ImportRecord>,
  broken: BrokenGroups,
): AsyncGenerator<Pending<ImportRecord>[]> {
  const toMapped = mapRows([...mapping])
  const isGrouped = reader.isGrouped(new Set(mapping))
  let batch: Pending<ImportRecord>[] = []
  let group: Group | undefined
  let count = 0
  const closeGroup = () => {
    if (!group) return
    const refusal = group.key === undefined ? undefined : broken.get(group.key)
    const { record, outcome } = refusal
      ? { record: undefined, outcome: refusal }
      : readRecord(reader, group.mapped, mapping.length)
    batch.push({ rows: group.rows, line: group.rows[0]?.line ?? 0, record, outcome })
    group = undefined
  }
  let inBatch = 0
  for await (const row of rows()) {
    count += 1
    checkCount(count)
    const mapped = toMapped(row)
    const key = isGrouped ? reader.groupKey(mapped) : undefined
    if (key === undefined || group?.key !== key || group.rows.length >= GROUP_MAX) {
      closeGroup()
      if (inBatch >= BATCH_ROWS) {
        yield batch
        batch = []
        inBatch = 0
      }
    }
    if (count % ROWS_A_TURN === 0) await nextTurn()
    group ??= { key, rows: [], mapped: [] }
    group.rows.push(row)
    group.mapped.push(mapped)
    inBatch += 1
  }
  closeGroup()
  if (batch.length > 0) yield batch
}
