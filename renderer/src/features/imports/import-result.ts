import {
  importResult,
  type ImportResult,
  type ImportTotals,
} from '../../../../server/modules/imports/imports.contract.ts'
import type { JobRow } from '../../../../server/modules/jobs/jobs.contract.ts'

/** What a finished check or import says; undefined while there is nothing to read. */
export function resultOf(job: Pick<JobRow, 'status' | 'result'> | undefined) {
  if (job?.status !== 'done') return undefined
  return importResult.safeParse(job.result).data
}

/** What an import came to as a whole: something is new, all was known, or what was new was refused. */
export function outcomeOf({ created, refused }: Pick<ImportResult, 'created' | 'refused'>) {
  if (created.rows > 0) return 'finished'
  return refused.rows > 0 ? 'refused' : 'nothing'
}

const MEASURES = {
  members: ['rows'],
  orders: ['rows', 'quantity', 'amountFen'],
  points: ['rows', 'points'],
} as const satisfies Record<ImportResult['kind'], readonly (keyof ImportTotals)[]>

/** Sums of the file and of what became of its rows, measure by measure. */
export function controlTotals({ kind, all, created, unchanged, refused }: ImportResult) {
  return MEASURES[kind].map((measure) => ({
    measure,
    all: all[measure],
    created: created[measure],
    unchanged: unchanged[measure],
    refused: refused[measure],
    agrees: all[measure] === created[measure] + unchanged[measure] + refused[measure],
  }))
}

/** How much of `total` rows is done, in whole percent; undefined where the total is not known. */
export function percentDone(done: number, total: number | undefined): number | undefined {
  return total ? Math.min(100, Math.floor((done / total) * 100)) : undefined
}

/** Reasons that name what is wrong with a cell without saying which one it is. */
const NAMELESS = /^(CELL|DATE)_/

/** True where a reason only makes sense with the name of its field before it. */
export const needsFieldName = (code: string): boolean => NAMELESS.test(code)
