import { desktop } from '../api/desktop.ts'
import type { NeededRight } from '../composables/use-rights.ts'
import { IMPORT_RIGHTS } from '../features/imports/index.ts'
import { nearestPage } from './nearest-page.ts'
import type { IconName } from '../ui/icon-paths.ts'

/** A line of the sidebar. Only pages that exist are here. */
export interface NavPage {
  readonly path: string
  readonly titleKey: string
  /** Without this right the line is shown as disabled, with the role to ask for. */
  readonly need?: NeededRight
}
export interface NavSection {
  readonly titleKey: string
  readonly icon: IconName
  readonly pages: readonly NavPage[]
}
export interface NavEntry extends NavPage {
  readonly icon: IconName
  /** Pages that it stands for beside its own. */
  readonly others?: readonly NavPage[]
}

export const NAV_SECTIONS: readonly NavSection[] = [
  {
    titleKey: 'members.section',
    icon: 'users',
    pages: [
      { path: '/members', titleKey: 'members.title', need: 'members.view' },
      { path: '/orders', titleKey: 'orders.title', need: 'orders.view' },
      { path: '/imports', titleKey: 'imports.title', need: IMPORT_RIGHTS },
    ],
  },
  {
    titleKey: 'points.section',
    icon: 'coins',
    pages: [
      { path: '/points', titleKey: 'pointRecords.title', need: 'points.view' },
      { path: '/points/set-aside', titleKey: 'pointChanges.setAside.title', need: 'points.view' },
      { path: '/points/batches', titleKey: 'pointChanges.batches.title', need: 'points.view' },
      { path: '/points/events', titleKey: 'orderEvents.title', need: 'points.view' },
      { path: '/points/settings', titleKey: 'pointSettings.title', need: 'points.view' },
      { path: '/points/expiry', titleKey: 'pointExpiry.title', need: 'points.view' },
      { path: '/points/proof', titleKey: 'points.proof.title', need: 'points.view' },
    ],
  },
]

export const NAV_SYSTEM: readonly NavEntry[] = [
  { path: '/stores', titleKey: 'stores.title', icon: 'store', need: 'stores.view' },
  { path: '/staff', titleKey: 'staff.title', icon: 'staff', need: 'staff.view' },
  { path: '/roles', titleKey: 'roles.title', icon: 'key', need: 'roles.view' },
  {
    path: '/notifications',
    titleKey: 'notifications.title',
    icon: 'bell',
    need: 'notifications.view',
  },
  { path: '/api-keys', titleKey: 'apiKeys.title', icon: 'link', need: 'apiKeys.manage' },
  { path: '/webhooks', titleKey: 'webhooks.title', icon: 'link', need: 'webhooks.view' },
  { path: '/audit', titleKey: 'audit.title', icon: 'shield', need: 'audit.view' },
  { path: '/jobs', titleKey: 'jobs.title', icon: 'jobs' },
  { path: '/company', titleKey: 'company.title', icon: 'home' },
  ...(desktop
    ? [{ path: '/connection', titleKey: 'connection.title', icon: 'plug' } as const]
    : []),
  { path: '/settings', titleKey: 'settings.title', icon: 'sliders' },
]

const LINES = [...NAV_SECTIONS.flatMap(({ pages }) => pages), ...NAV_SYSTEM].map(({ path }) => path)

/** Is one of these the line of the sidebar that the open page belongs to? */
export function isOpenPage(pages: readonly NavPage[], openPath: string): boolean {
  const open = nearestPage(openPath, LINES)
  return pages.some(({ path }) => path === open)
}

/** Every page with a line of its own, for the palette. */
export const NAV_PAGES: readonly NavPage[] = [
  ...NAV_SECTIONS.flatMap((section) => section.pages),
  ...NAV_SYSTEM,
  { path: '/account', titleKey: 'account.title' },
]

/** Parts of the settings page, found by their own names. */
export const SETTINGS_SECTIONS: readonly NavPage[] = [
  { path: '/settings#appearance', titleKey: 'settings.appearance' },
  { path: '/settings#data-key', titleKey: 'keys.title', need: 'keys.manage' },
  { path: '/settings#about', titleKey: 'settings.about' },
]
