import { invariant } from '../../kernel/invariant.ts'
import { isRefusal, type ImportRecord } from './importer.ts'
import type { ImportResult, ImportTotals, RefusalCode } from './imports.contract.ts'
import type { Pending } from './read-batches.ts'

export type ImportCounts = Pick<
  ImportResult,
  'all' | 'created' | 'unchanged' | 'refused' | 'reasons'
>

const noTotals = (): ImportTotals => ({ rows: 0, records: 0, quantity: 0, amountFen: 0 })

/** Sums up what became of the rows. */
export class ImportTally {
  readonly all = noTotals()
  readonly created = noTotals()
  readonly unchanged = noTotals()
  readonly refused = noTotals()
  readonly #reasons = new Map<RefusalCode, number>()

  add({ rows, record, outcome }: Pending<ImportRecord>): void {
    invariant(outcome, 'every record has an outcome')
    const isRefused = isRefusal(outcome)
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
