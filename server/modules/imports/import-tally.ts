import { invariant } from '../../kernel/invariant.ts'
import { isRefusal, type ImportRecord } from './importer.ts'
import type { BookedPoints, ImportResult, ImportTotals, RefusalCode } from './imports.contract.ts'
import { LotTally } from './lot-tally.ts'
import type { Pending } from './read-batches.ts'

export type ImportCounts = Pick<
  ImportResult,
  'all' | 'created' | 'unchanged' | 'refused' | 'reasons'
>

const noTotals = (): ImportTotals => ({ rows: 0, records: 0, quantity: 0, amountFen: 0, points: 0 })

/** Sums up what became of the rows. */
export class ImportTally {
  readonly all = noTotals()
  readonly created = noTotals()
  readonly unchanged = noTotals()
  readonly refused = noTotals()
  readonly #reasons = new Map<RefusalCode, number>()
  readonly #lots = new LotTally()

  add(pending: Pending<ImportRecord>): void {
    const { rows, record, outcome } = pending
    invariant(outcome, 'every record has an outcome')
    const isRefused = isRefusal(outcome)
    const points = record?.totals.points ?? (isRefused ? outcome.points : undefined) ?? 0
    for (const totals of [this.all, isRefused ? this.refused : this[outcome]]) {
      totals.rows += rows.length
      totals.records += record?.totals.records ?? 1
      totals.quantity += record?.totals.quantity ?? 0
      totals.amountFen += record?.totals.amountFen ?? 0
      totals.points += points
    }
    if (!isRefused) this.#lots.add(pending)
    if (isRefused) this.#reasons.set(outcome.code, (this.#reasons.get(outcome.code) ?? 0) + 1)
  }

  /** Of a file of points: what the books have of it. */
  booked(): BookedPoints {
    return this.#lots.counts()
  }

  counts(): ImportCounts {
    const { all, created, unchanged, refused } = this
    const reasons = [...this.#reasons]
      .map(([code, count]) => ({ code, count }))
      .sort((a, b) => b.count - a.count)
    return { all, created, unchanged, refused, reasons }
  }
}
