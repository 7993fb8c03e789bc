import { PERMISSIONS, type Permission, type Scope } from '../../contract/permissions.ts'

interface BuiltInRole {
  readonly code: string
  readonly permissions: readonly Permission[]
  readonly scope: Scope
}

/** The roles that come with the program. Their names are texts of the back office, by code. */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  { code: 'administrator', scope: 'all', permissions: PERMISSIONS },
  {
    code: 'operator',
    scope: 'all',
    permissions: [
      'members.view',
      'members.reveal',
      'members.create',
      'members.edit',
      'members.disable',
      'members.import',
      'members.export',
      'orders.view',
      'orders.import',
      'orders.export',
      'points.view',
      'points.import',
      'points.adjust',
      'points.freeze',
      'points.batch',
      'points.expiry',
      'points.export',
      'stores.view',
      'jobs.view',
      'notifications.view',
      'notifications.manage',
      'views.share',
    ],
  },
  {
    code: 'cashier',
    scope: 'own',
    permissions: ['members.view', 'members.create', 'orders.view', 'points.view', 'stores.view'],
  },
  {
    code: 'auditor',
    scope: 'all',
    permissions: [
      'members.view',
      'orders.view',
      'points.view',
      'points.verify',
      'stores.view',
      'staff.view',
      'roles.view',
      'audit.view',
      'audit.export',
      'jobs.view',
      'notifications.view',
    ],
  },
  {
    code: 'finance',
    scope: 'all',
    permissions: [
      'members.view',
      'orders.view',
      'points.view',
      'points.verify',
      'points.approve',
      'stores.view',
      'jobs.view',
    ],
  },
]
