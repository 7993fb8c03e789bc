import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { invariant } from '../../kernel/invariant.ts'
import {
  type Importer,
  type ImportReader,
  type ImportRecord,
  type Outcome,
  type Refusal,
} from './importer.ts'
import type { ImportResult, ImportTotals, RefusalCode } from './imports.contract.ts'
import { findBrokenGroups, readBatches, type ImportSource, type Pending } from './read-batches.ts'
import { SeenRecords } from './seen-records.ts'
import type { TableRow } from '../../kernel/table/table.ts'

/** Batches that the database works on; the next one is read meanwhile. */
const BATCHES_UNDER_WAY = 3
/** Something else claims a value between look and write now and then; five times in a row it does not. */
const ROUNDS_MAX = 5

/** A record's rows, what was read from them and what became of it. */
export interface Settled {
  readonly rows: readonly TableRow[]
  readonly outcome: Outcome
}

export interface ImportRun extends ImportSource {
  readonly importer: Importer
  readonly isDryRun: boolean
  readonly signal?: AbortSignal
  /** Called after each batch with what was settled, in the order of the file. */
  readonly onSettled: (settled: readonly Settled[], rowsDone: number) => Promise<void> | void
}

export type ImportCounts = Pick<
  ImportResult,
  'all' | 'created' | 'unchanged' | 'refused' | 'reasons'
>

const noTotals = (): ImportTotals => ({ rows: 0, records: 0, quantity: 0, amountFen: 0 })

/** Sums up what became of the rows. */
class Tally {
  readonly all = noTotals()
  readonly created = noTotals()
  readonly unchanged = noTotals()
  readonly refused = noTotals()
  readonly #reasons = new Map<RefusalCode, number>()

  add({ rows, record, outcome }: Pending<ImportRecord>): void {
    invariant(outcome, 'every record has an outcome')
    const isRefused = typeof outcome === 'object'
    for (const totals of [this.all, isRefused ? this.refused : this[outcome]]) {
      totals.rows += rows.length
      totals.records += record?.totals.records ?? 1
      totals.quantity += record?.totals.quantity ?? 0
      totals.amountFen += record?.totals.amountFen ?? 0
    }
    if (isRefused) this.#reasons.set(outcome.code, (this.#reasons.get(outcome.code) ?? 0) + 1)
  }

  counts(): ImportCounts {
    const { all, created, unchanged, refused } = this
    const reasons = [...this.#reasons]
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count)
    return { all, created, unchanged, refused, reasons }
  }
}

interface Fresh extends Pending<ImportRecord> {
  readonly record: ImportRecord
}

const isOpen = (one: Pending<ImportRecord>): one is Fresh =>
  one.outcome === undefined && one.record !== undefined && one.repeats === undefined

/** What earlier rows say: a repetition is settled without the database. */
function checkSeen(batch: readonly Pending<ImportRecord>[], seen: SeenRecords): void {
  for (const one of batch) {
    if (!isOpen(one)) continue
    const verdict = seen.check(one.record)
    if (verdict === undefined) one.seen = seen.add(one.record, one.line)
    else if ('repeats' in verdict) one.repeats = verdict.repeats
    else one.outcome = verdict
  }
}

/** Tells repetitions what became of the rows they repeat. */
function settleRepeats(batch: readonly Pending<ImportRecord>[]): void {
  for (const { seen, outcome } of batch) {
    if (seen && typeof outcome === 'object') seen.refusal = outcome
  }
  for (const one of batch) {
    if (one.repeats) one.outcome = one.repeats.refusal ?? 'unchanged'
  }
}

/** What the database says of a batch, while the one before is being written: most of it stays true. */
async function compareBatch(
  ctx: Ctx,
  reader: ImportReader<ImportRecord>,
  batch: readonly Pending<ImportRecord>[],
): Promise<void> {
  const open = batch.filter(isOpen)
  const outcomes = await reader.compare(
    ctx,
    open.map(({ record }) => record),
  )
  open.forEach((one, i) => {
    one.outcome = outcomes[i]
  })
}

/** Stores what is new in one transaction; what was claimed since it was compared is compared again. */
function storeBatch(
  ctx: Ctx,
  reader: ImportReader<ImportRecord>,
  batch: readonly Pending<ImportRecord>[],
) {
  return inTransaction(ctx, async (ctx) => {
    // The transaction may run again after a deadlock.
    let open = batch.filter(isOpen)
    const settled = new Map<Pending<ImportRecord>, Outcome>()
    for (let round = 0; open.length > 0; round += 1) {
      invariant(round < ROUNDS_MAX, 'rows of an import keep clashing')
      for (const step of ['store', 'compare'] as const) {
        const records = open.map(({ record }) => record)
        const outcomes = records.length === 0 ? [] : await reader[step](ctx, records)
        open = open.filter((one, i) => {
          const outcome = outcomes[i]
          if (outcome !== undefined) settled.set(one, outcome)
          return outcome === undefined
        })
      }
    }
    return settled
  })
}

/** Rows are told apart by blind indexes of the key in use; some members still stand under an older one. */
async function refuseWhileRotating(ctx: Ctx): Promise<void> {
  const left = await ctx.db.dataKey.count({
    where: { id: { in: [...ctx.keys.retiredIds] }, retiredAt: null },
  })
  if (left > 0) throw new AppError('KEYS_ROTATING')
}

/**
 * Imports a table, or finds out what importing it would come to. Each batch is one transaction with all
 * that belongs to it; stopped at any point and repeated, it ends the same: rows that are there already
 * change nothing.
 *
 * @throws AppError FILE_…, and whatever aborted the signal
 */
export async function runImport(ctx: Ctx, run: ImportRun): Promise<ImportCounts> {
  await refuseWhileRotating(ctx)
  const reader = await run.importer.begin(ctx)
  const broken = await findBrokenGroups(run, reader)
  const seen = new SeenRecords()
  const tally = new Tally()
  let rowsDone = 0
  const store = async (batch: readonly Pending<ImportRecord>[]) => {
    await compareBatch(ctx, reader, batch)
    run.signal?.throwIfAborted()
    const settled = run.isDryRun ? undefined : await storeBatch(ctx, reader, batch)
    for (const one of batch.filter(isOpen)) one.outcome = settled ? settled.get(one) : 'created'
  }
  const tell = async (batch: readonly Pending<ImportRecord>[]) => {
    settleRepeats(batch)
    for (const one of batch) tally.add(one)
    rowsDone += batch.reduce((sum, { rows }) => sum + rows.length, 0)
    await run.onSettled(
      batch.map(({ rows, outcome }) => ({ rows, outcome: outcome ?? 'unchanged' })),
      rowsDone,
    )
  }
  // Rows are read and encrypted while the database writes the ones before. No two batches hold the same
  // record, so they may be written side by side; what became of them is told in the order of the file.
  let told = Promise.resolve()
  const underWay: { stored: Promise<void>; told: Promise<void> }[] = []
  try {
    for await (const batch of readBatches(run, reader, broken)) {
      checkSeen(batch, seen)
      if (underWay.length >= BATCHES_UNDER_WAY) await underWay.shift()?.told
      const stored = store(batch)
      told = Promise.all([told, stored]).then(() => tell(batch))
      // Told by a later `await`; without a listener it would end the process before that.
      told.catch(() => undefined)
      underWay.push({ stored, told })
    }
  } finally {
    // Whatever ended the reading: nobody hears of it while a batch is still being written.
    await Promise.allSettled(underWay.flatMap(({ stored, told }) => [stored, told]))
  }
  await told
  return tally.counts()
}

/** Is it a refusal, and not one of the good outcomes? */
export const isRefusal = (outcome: Outcome): outcome is Refusal => typeof outcome === 'object'
