import { boundedWidth } from '../../composables/column-layout.ts'
import type { DataColumn } from '../table-model.ts'

/** In px, by column; undefined is the built-in width. */
export type ColumnWidths = Readonly<Record<string, number | undefined>>

interface Drag {
  during: (widths: ColumnWidths) => void
  /** Called once, and not at all where the pointer has not moved. */
  after: (widths: ColumnWidths) => void
}

const widthOf = (cell: Element): number => Math.round(cell.getBoundingClientRect().width)

/**
 * Follows the pointer from a heading's edge until it is let go; widths within their bounds. Columns that
 * take what is left are held at what they have: else the edge would run away from the pointer.
 */
export function dragWidth(
  event: PointerEvent,
  column: DataColumn,
  columns: readonly DataColumn[],
  drag: Drag,
): void {
  const edge = event.currentTarget
  const heading = edge instanceof HTMLElement ? edge.closest('th') : null
  if (!(edge instanceof HTMLElement) || !heading || event.button !== 0) return
  event.preventDefault()
  const isFlexible = (key: string | undefined) =>
    columns.some((each) => each.key === key && each.width === undefined)
  const held = Object.fromEntries(
    [...(heading.parentElement?.querySelectorAll('th') ?? [])]
      .filter(({ dataset }) => isFlexible(dataset['key']))
      .map((cell) => [cell.dataset['key'] ?? '', widthOf(cell)]),
  )
  const startX = event.clientX
  const startWidth = widthOf(heading)
  let widths: ColumnWidths | undefined

  const move = ({ clientX }: PointerEvent): void => {
    widths = { ...held, [column.key]: boundedWidth(column, startWidth + clientX - startX) }
    drag.during(widths)
  }
  const end = (): void => {
    edge.removeEventListener('pointermove', move)
    edge.removeEventListener('pointerup', end)
    edge.removeEventListener('pointercancel', end)
    if (widths) drag.after(widths)
  }
  edge.setPointerCapture(event.pointerId)
  edge.addEventListener('pointermove', move)
  edge.addEventListener('pointerup', end)
  edge.addEventListener('pointercancel', end)
}
