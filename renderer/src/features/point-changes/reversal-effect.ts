import type { ReversalPreview } from '../../../../server/modules/point-changes/point-changes.contract.ts'

interface EffectRow {
  readonly name: 'available' | 'frozen' | 'debt'
  readonly before: number
  readonly change: number
  readonly after: number
}

/**
 * What taking an entry back changes, before and after. Frozen points are named only where some go: what the
 * books change by is what can be used and what is frozen, less what is owed.
 */
export function effectOf(preview: ReversalPreview): EffectRow[] {
  const { available, availableBefore, debt, debtBefore, frozen, points } = preview
  const row = (name: EffectRow['name'], before: number, after: number): EffectRow => ({
    ...{ name, before, after },
    change: after - before,
  })
  const thawed = points - (available - availableBefore) + (debt - debtBefore)
  return [
    row('available', availableBefore, available),
    ...(thawed === 0 ? [] : [row('frozen', frozen - thawed, frozen)]),
    row('debt', debtBefore, debt),
  ]
}
