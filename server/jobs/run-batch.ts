import { z } from 'zod'
import { NAMED_MAX } from '../contract/selection.ts'
import type { Ctx, Tx } from '../db/context.ts'
import { AppError } from '../kernel/app-error.ts'
import { batchResult, type BatchResult } from '../modules/jobs/jobs.contract.ts'
import type { ResumableControl } from './job-runner.ts'

interface Batch<T> {
  /** How many records there are. */
  readonly count: () => Promise<number>
  /** In the order of their ids. */
  readonly records: AsyncIterable<T>
  /** Does it with one of them. @returns whether it was a change */
  readonly change: (ctx: Ctx<Tx>, record: T) => Promise<boolean>
}

/** What a batch keeps with its job in the transaction of each change: how far it is, and what came of it. */
const progress = z.object({ result: batchResult, total: z.int(), lastId: z.int() })

function nameRefusal(result: BatchResult, id: number, error: unknown): void {
  // A busy database says nothing of the record.
  if (!(error instanceof AppError) || error.code === 'DATABASE_BUSY') throw error
  const { code, params } = error
  result.refusedCount += 1
  // Only the first are named: what they are called is asked by whoever reads it, as far as he sees them.
  if (result.refused.length < NAMED_MAX) result.refused.push({ id, code, params: { ...params } })
}

/**
 * Does one thing with many records, each in a transaction of its own: one that is refused stops no other and
 * is named with its reason. Run again after a crash it goes on behind its last change, with its counts.
 *
 * @throws AppError DATABASE_BUSY
 */
export async function runBatch<T extends { readonly id: number }>(
  ctx: Ctx,
  control: ResumableControl,
  { count, records, change }: Batch<T>,
): Promise<{ result: BatchResult }> {
  const before = progress.nullable().parse(control.kept)
  const { lastId, total, result } = before ?? {
    lastId: 0,
    total: await count(),
    result: { changed: 0, unchanged: 0, refusedCount: 0, refused: [] },
  }
  const report = () => {
    const done = result.changed + result.unchanged + result.refusedCount
    control.report(done, Math.max(total, done))
  }
  report()
  for await (const record of records) {
    const { id } = record
    if (id <= lastId) continue
    control.signal.throwIfAborted()
    try {
      const isChanged = await control.change(ctx, async (ctx, keep) => {
        const isChanged = await change(ctx, record)
        const counted = { ...result, changed: result.changed + 1 }
        if (isChanged) await keep({ result: counted, total, lastId: id })
        return isChanged
      })
      result[isChanged ? 'changed' : 'unchanged'] += 1
    } catch (error) {
      nameRefusal(result, id, error)
    }
    report()
  }
  return { result }
}
