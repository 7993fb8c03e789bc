import type { BrowserWindowConstructorOptions } from 'electron'

/** The page draws a title bar of this height, in CSS pixels. */
export const TITLE_BAR_HEIGHT = 40

/** The page's `canvas` and `ink`: the window's own buttons lie on its title bar. */
const COLOURS = {
  light: { color: '#F1F4F3', symbolColor: '#14211F' },
  dark: { color: '#0C1211', symbolColor: '#E6EEEC' },
} as const

/** Behind everything, so that nothing flashes before the page is drawn. */
export const canvasColour = (isDark: boolean): string => COLOURS[isDark ? 'dark' : 'light'].color

/** How the window's own buttons look. Only Windows lets their colours be changed. */
export const titleBarOverlay = (isDark: boolean) => ({
  ...COLOURS[isDark ? 'dark' : 'light'],
  height: TITLE_BAR_HEIGHT,
})

type TitleBarOptions = Pick<
  BrowserWindowConstructorOptions,
  'titleBarStyle' | 'titleBarOverlay' | 'trafficLightPosition'
>

/**
 * On Windows and macOS the page's title bar is the window's, with the native buttons on it. Linux keeps
 * its frame: there the desktop decides which buttons a window has, and on which side.
 */
export function titleBarOptions(platform: NodeJS.Platform, isDark: boolean): TitleBarOptions {
  if (platform === 'win32') {
    return { titleBarStyle: 'hidden', titleBarOverlay: titleBarOverlay(isDark) }
  }
  if (platform !== 'darwin') return {}
  return {
    titleBarStyle: 'hidden',
    titleBarOverlay: { height: TITLE_BAR_HEIGHT },
    // The buttons are 12 high: in the middle of the bar.
    trafficLightPosition: { x: 14, y: 14 },
  }
}
