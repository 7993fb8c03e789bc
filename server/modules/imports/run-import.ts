import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { invariant } from '../../kernel/invariant.ts'
import { oneAtATime, type Turns } from '../../kernel/one-at-a-time.ts'
import type { ImportCounts, ImportTally } from './import-tally.ts'
import type { Importer, ImportOrigin, ImportReader, ImportRecord, Outcome } from './importer.ts'
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
  readonly origin: ImportOrigin
  readonly isDryRun: boolean
  readonly signal?: AbortSignal
  /** Called after each batch with what was settled, in the order of the file. */
  readonly onSettled: (settled: readonly Settled[], rowsDone: number) => Promise<void> | void
  /** Counts what became of the rows; of an import that stops, whatever was settled by then. */
  readonly tally: ImportTally
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

/** Tells repetitions what became of the rows they repeat; nothing is known where those were not settled. */
function settleRepeats(batch: readonly Pending<ImportRecord>[], records: SeenRecords): void {
  for (const { seen, outcome } of batch) {
    if (seen !== undefined && outcome) records.settle(seen, outcome)
  }
  for (const one of batch) {
    if (one.repeats !== undefined) one.outcome = records.fateOf(one.repeats)
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

/** Where there is one writer, a till would wait behind every batch that is in its queue: one of them is. */
const turnsOf = ({ dialect }: Ctx): Turns =>
  dialect.hasOneWriter ? oneAtATime() : (work) => work()

/** Rows are told apart by blind indexes of the key in use; some members still stand under an older one. */
async function refuseWhileRotating(ctx: Ctx): Promise<void> {
  const left = await ctx.db.dataKey.count({
    where: { id: { in: [...ctx.keys.retiredIds] }, retiredAt: null },
  })
  if (left > 0) throw new AppError('KEYS_ROTATING')
}

/** A batch that the database works on, or one that waits to be told of until those before it have been. */
interface UnderWay {
  readonly batch: readonly Pending<ImportRecord>[]
  readonly stored: Promise<void>
  readonly told: Promise<void>
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
  const reader = await run.importer.begin(ctx, run.origin)
  const broken = await findBrokenGroups(run, reader)
  const seen = new SeenRecords()
  const { tally } = run
  const inTurn = turnsOf(ctx)
  let rowsDone = 0
  const untold = new Set<readonly Pending<ImportRecord>[]>()
  const store = async (batch: readonly Pending<ImportRecord>[]) => {
    await compareBatch(ctx, reader, batch)
    const settled = await inTurn(async () => {
      run.signal?.throwIfAborted()
      return run.isDryRun ? undefined : storeBatch(ctx, reader, batch)
    })
    for (const one of batch.filter(isOpen)) one.outcome = settled ? settled.get(one) : 'created'
    untold.add(batch)
  }
  const tell = async (batch: readonly Pending<ImportRecord>[]) => {
    untold.delete(batch)
    settleRepeats(batch, seen)
    for (const one of batch) tally.add(one)
    rowsDone += batch.reduce((sum, { rows }) => sum + rows.length, 0)
    await run.onSettled(
      batch.map(({ rows, outcome }) => ({ rows, outcome: outcome ?? 'unchanged' })),
      rowsDone,
    )
  }
  // Rows are read and encrypted while the database writes the ones before. No two batches hold the same
  // record, so several writers may have them side by side; what became of them is told in the order of the
  // file.
  let told = Promise.resolve()
  const underWay: UnderWay[] = []
  try {
    for await (const batch of readBatches(run, reader, broken)) {
      checkSeen(batch, seen)
      if (underWay.length >= BATCHES_UNDER_WAY) await underWay.shift()?.told
      const stored = store(batch)
      told = Promise.all([told, stored]).then(() => tell(batch))
      // Told by a later `await`; without a listener it would end the process before that.
      told.catch(() => undefined)
      underWay.push({ batch, stored, told })
    }
  } finally {
    // Whatever ended the reading: nobody hears of it while a batch is still being written.
    await Promise.allSettled(underWay.flatMap(({ stored, told }) => [stored, told]))
    // Nobody is told of a batch behind one that failed, but what it wrote is in.
    for (const { batch } of underWay) {
      if (!untold.has(batch)) continue
      settleRepeats(batch, seen)
      for (const one of batch) if (one.outcome) tally.add(one)
    }
  }
  await told
  return tally.counts()
}
