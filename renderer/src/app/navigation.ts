import { desktop } from '../api/desktop.ts'
import type { IconName } from '../ui/icon-paths.ts'

/** A line of the sidebar. Only pages that exist are here. */
export interface NavPage {
  readonly path: string
  readonly titleKey: string
}
export interface NavSection {
  readonly titleKey: string
  readonly icon: IconName
  readonly pages: readonly NavPage[]
}
export interface NavEntry extends NavPage {
  readonly icon: IconName
}

export const NAV_SECTIONS: readonly NavSection[] = [
  {
    titleKey: 'members.section',
    icon: 'users',
    pages: [{ path: '/members', titleKey: 'members.title' }],
  },
]

export const NAV_SYSTEM: readonly NavEntry[] = [
  ...(desktop
    ? [{ path: '/connection', titleKey: 'connection.title', icon: 'plug' } as const]
    : []),
  { path: '/settings', titleKey: 'settings.title', icon: 'sliders' },
]
