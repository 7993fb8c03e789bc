import { IMPORT_KINDS, importKind } from '../../../../server/modules/imports/imports.contract.ts'
import type { Permission } from '../../../../server/contract/permissions.ts'
import type { ImportKind } from '../../../../server/modules/imports/imports.contract.ts'

/** The right that each kind of file asks for. */
export const IMPORT_NEEDS = {
  members: 'members.import',
  orders: 'orders.import',
  points: 'points.import',
} as const satisfies Record<ImportKind, Permission>

/** With one of them there is something to do on the page. */
export const IMPORT_RIGHTS: readonly Permission[] = Object.values(IMPORT_NEEDS)

/** The kind of file that an address asks for, where the reader may import it; else none. */
export function permittedKind(
  asked: unknown,
  can: (permission: Permission) => boolean,
): ImportKind | undefined {
  const kind = importKind.safeParse(asked).data
  return kind !== undefined && can(IMPORT_NEEDS[kind]) ? kind : undefined
}

/** The kind that a page begins with where its address asks for none. */
export const firstKind = (can: (permission: Permission) => boolean): ImportKind =>
  IMPORT_KINDS.find((kind) => can(IMPORT_NEEDS[kind])) ?? 'members'
