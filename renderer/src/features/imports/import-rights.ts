import type { Permission } from '../../../../server/contract/permissions.ts'
import type { ImportKind } from '../../../../server/modules/imports/imports.contract.ts'

/** The right that each kind of file asks for. */
export const IMPORT_NEEDS = {
  members: 'members.import',
  orders: 'orders.import',
} as const satisfies Record<ImportKind, Permission>

/** With one of them there is something to do on the page. */
export const IMPORT_RIGHTS: readonly Permission[] = Object.values(IMPORT_NEEDS)
