import { z } from 'zod'

/** Named rights of staff, down to the button: `module.verb`. Every procedure declares one. */
export const PERMISSIONS = [
  'members.view',
  'members.reveal',
  'members.create',
  'members.edit',
  'members.deleteNotes',
  'members.disable',
  'members.import',
  'members.export',
  'members.exportPlain',
  'orders.view',
  'orders.import',
  'orders.export',
  'points.view',
  'points.verify',
  'points.import',
  'points.adjust',
  'points.freeze',
  'points.batch',
  'points.approve',
  'points.expiry',
  'points.export',
  'stores.view',
  'stores.manage',
  'staff.view',
  'staff.manage',
  'roles.view',
  'roles.manage',
  'audit.view',
  'audit.export',
  'jobs.view',
  'jobs.manage',
  'notifications.view',
  'notifications.manage',
  'webhooks.view',
  'webhooks.manage',
  'views.share',
  'settings.manage',
  'keys.manage',
  'apiKeys.manage',
  'points.settings',
] as const

export const permission = z.enum(PERMISSIONS)
export type Permission = z.infer<typeof permission>

/**
 * What a procedure asks for. `open`: nothing, for sign-in and first run alone. `signedIn`: an account,
 * for what is one's own. Everything else is a right that a role grants.
 */
export type Need = 'open' | 'signedIn' | Permission

/** What of a list a role shows: everything, or what belongs to the stores of the member of staff. */
export const SCOPES = ['all', 'own'] as const
export const scope = z.enum(SCOPES)
export type Scope = z.infer<typeof scope>
