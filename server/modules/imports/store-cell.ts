import type { Ctx } from '../../db/context.ts'
import { refuse, textCell } from './cells.ts'
import type { MappedRow } from './importer.ts'

const STORE_MAX = 64

/** Who imports, and the open stores that he sees by name and code. */
interface SeenStores {
  readonly ctx: Ctx
  readonly stores: ReadonlyMap<string, number>
}

/**
 * The store that a row names; none where the cell is empty. Of who belongs to exactly one store an empty cell
 * means that one; who belongs to several says which, since without a store he would not see the record again.
 * @throws RowRefused STORE_UNKNOWN
 */
export function storeCell(
  row: MappedRow,
  field: string,
  { ctx, stores }: SeenStores,
): number | null {
  const name = textCell(row, field, STORE_MAX)
  if (name !== '') return stores.get(name) ?? refuse('STORE_UNKNOWN', field)
  const { scope } = ctx.actor
  if (scope.kind === 'all') return null
  const [only, another] = scope.storeIds
  const isOpen = [...stores.values()].some((id) => id === only)
  if (only === undefined || another !== undefined || !isOpen) refuse('STORE_UNKNOWN', field)
  return only
}
