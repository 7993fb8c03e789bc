import { PERMISSIONS, type Permission } from '../../../../server/contract/permissions.ts'

/** Parts of the product, in the order in which a role is thought through. */
const MODULES = [
  'members',
  'orders',
  'points',
  'stores',
  'staff',
  'roles',
  'audit',
  'jobs',
  'notifications',
  'webhooks',
  'views',
  'settings',
  'keys',
  'apiKeys',
] as const
export type RightsModule = (typeof MODULES)[number]

export interface RightsGroup {
  readonly module: RightsModule
  readonly rights: readonly Permission[]
}

const moduleOf = (right: Permission): string => right.split('.')[0] ?? ''

/** Every right once, by the part of the product that it belongs to. */
export const RIGHTS_GROUPS: readonly RightsGroup[] = MODULES.map((module) => ({
  module,
  rights: PERMISSIONS.filter((right) => moduleOf(right) === module),
}))

/** What a change of rights gives and takes, in the order of the groups. */
export function rightsDifference(before: readonly Permission[], after: readonly Permission[]) {
  const ordered = RIGHTS_GROUPS.flatMap(({ rights }) => rights)
  return {
    added: ordered.filter((right) => after.includes(right) && !before.includes(right)),
    removed: ordered.filter((right) => before.includes(right) && !after.includes(right)),
  }
}

/** Key of the sentence that names or explains a right: `roles.rights.staff.view.name`. */
export function rightKey(right: Permission, part: 'name' | 'text'): string {
  const [module = '', verb = ''] = right.split('.')
  return `roles.rights.${module}.${verb}.${part}`
}
