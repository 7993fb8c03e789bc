import { z } from 'zod'
import type { DataColumn, PlacedColumn } from '../ui/table-model.ts'

const WIDTH_MIN_PX = 64
const WIDTH_MAX_PX = 640
/** What a column without a width of its own needs at least. */
export const FLEXIBLE_MIN_PX = 200

const key = z.string().max(64)
/** What is kept of a reader's arrangement: only what differs from the built-in one. */
export const columnChoice = z.object({
  order: z.array(key).max(100).default([]),
  visible: z.record(key, z.boolean()).default({}),
  widths: z.record(key, z.number()).default({}),
})
export type ColumnChoice = z.output<typeof columnChoice>
export const NO_CHOICE: ColumnChoice = { order: [], visible: {}, widths: {} }

/** Whole pixels between what can still be read and what still leaves room for the others. */
export function boundedWidth(column: Pick<DataColumn, 'minWidth'>, width: number): number {
  const least = column.minWidth ?? WIDTH_MIN_PX
  if (!Number.isFinite(width)) return least
  return Math.round(Math.min(WIDTH_MAX_PX, Math.max(least, width)))
}

/** A column that the reader's order does not know stands behind its built-in neighbour. */
function orderedKeys(builtIn: readonly string[], chosen: readonly string[]): string[] {
  const [identity, ...others] = builtIn
  const order = [...new Set(chosen)].filter((each) => others.includes(each))
  others.forEach((each, index) => {
    if (order.includes(each)) return
    const neighbour = index === 0 ? -1 : order.indexOf(others[index - 1] ?? '')
    order.splice(neighbour + 1, 0, each)
  })
  return identity === undefined ? [] : [identity, ...order]
}

/**
 * The columns as a reader has arranged them. Columns that no longer exist are left out, new ones come in
 * at their built-in place, widths stay within bounds, and the first column stays first and visible.
 */
export function arrangeColumns<SortKey extends string>(
  columns: readonly DataColumn<SortKey>[],
  choice: ColumnChoice,
): PlacedColumn<SortKey>[] {
  const known = new Map(columns.map((column) => [column.key, column]))
  return orderedKeys([...known.keys()], choice.order).flatMap((each, index) => {
    const column = known.get(each)
    if (!column) return []
    const width = choice.widths[each]
    const isFixed = index === 0
    return {
      ...column,
      ...(width === undefined ? {} : { width: boundedWidth(column, width) }),
      isFixed,
      isVisible: isFixed || (choice.visible[each] ?? column.isOptional !== true),
    }
  })
}

/** `key` at the place that `to` has; the first column gives its place to nobody and keeps it. */
export function movedOrder(order: readonly string[], moving: string, to: string): string[] {
  const [identity, ...others] = order
  const [from, target] = [others.indexOf(moving), others.indexOf(to)]
  if (identity === undefined) return []
  if (from < 0 || target < 0) return [...order]
  const rest = others.filter((each) => each !== moving)
  rest.splice(target, 0, moving)
  return [identity, ...rest]
}
