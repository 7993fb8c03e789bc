import type { ImportRecord } from './importer.ts'
import type { BookedPoints } from './imports.contract.ts'
import type { Pending } from './read-batches.ts'

interface Year {
  lots: number
  points: number
}

/** Never comes last. */
const ENDLESS = Number.POSITIVE_INFINITY

/** Sums up lots of points that the books have or will have, to be held against what the old system states. */
export class LotTally {
  #points = 0
  #repeatedPoints = 0
  readonly #members = new Set<number>()
  readonly #years = new Map<number, Year>()

  /** Counts a row that is not refused; one that says an earlier row again adds nothing to the books. */
  add({ record, repeats }: Pending<ImportRecord>): void {
    if (!record?.lot) return
    const { points = 0 } = record.totals
    if (repeats !== undefined) {
      this.#repeatedPoints += points
      return
    }
    const { expiresOn, memberId } = record.lot
    this.#points += points
    if (memberId !== undefined) this.#members.add(memberId)
    const key = expiresOn === null ? ENDLESS : Number(expiresOn.slice(0, 4))
    const year = this.#years.get(key) ?? { lots: 0, points: 0 }
    this.#years.set(key, { lots: year.lots + 1, points: year.points + points })
  }

  counts(): BookedPoints {
    return {
      points: this.#points,
      members: this.#members.size,
      repeatedPoints: this.#repeatedPoints,
      years: [...this.#years]
        .sort(([a], [b]) => a - b)
        .map(([year, sums]) => ({ year: year === ENDLESS ? null : year, ...sums })),
    }
  }
}
