import { AppError } from '../kernel/app-error.ts'
import type { BatchResult } from '../modules/jobs/jobs.contract.ts'

/** Refusals that are named; the others are counted. */
const REFUSALS_MAX = 200

/** The result of work on many records before any of it is done. */
export const noChanges = (): BatchResult => ({
  changed: 0,
  unchanged: 0,
  refusedCount: 0,
  refused: [],
})

/**
 * Does one thing with one of many records, in a transaction of its own, and counts what came of it: one that
 * is refused stops no other and is named with its reason.
 *
 * @param change says whether it was a change
 * @throws AppError DATABASE_BUSY, which says nothing of the record; whatever is no refusal
 */
export async function changeOne(
  result: BatchResult,
  id: number,
  change: () => Promise<boolean>,
): Promise<void> {
  try {
    result[(await change()) ? 'changed' : 'unchanged'] += 1
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'DATABASE_BUSY') throw error
    result.refusedCount += 1
    const { code, params } = error
    if (result.refused.length < REFUSALS_MAX) {
      result.refused.push({ id, code, params: { ...params } })
    }
  }
}
