import { existsSync } from 'node:fs'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { Theme } from '../ipc-contract.ts'
import { APP_URL } from './app-url.ts'
import { texts } from './texts.ts'
import { canvasColour, titleBarOptions, titleBarOverlay } from './title-bar.ts'
import { replacePage, watchUnsavedChanges } from './unsaved-changes.ts'
import { HEIGHT_MIN, WIDTH_MIN, restoreBounds } from './window-bounds.ts'
import type { WindowStateStore } from './window-state.ts'

function workAreas() {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return [primary.workArea, ...others.map(({ workArea }) => workArea)] as const
}

function paint(window: BrowserWindow | undefined): void {
  if (window === undefined || window.isDestroyed()) return
  const isDark = nativeTheme.shouldUseDarkColors
  window.setBackgroundColor(canvasColour(isDark))
  if (process.platform === 'win32') window.setTitleBarOverlay(titleBarOverlay(isDark))
}

/** Sets the native theme; window, its buttons, menus and dialogs follow. */
export function applyTheme(theme: Theme, window?: BrowserWindow): void {
  nativeTheme.themeSource = theme
  paint(window)
}

/** Opens the main window where it was left and loads the page. */
export function openMainWindow(options: {
  preload: string
  icon: string
  store: WindowStateStore
}): BrowserWindow {
  const { preload, icon, store } = options
  const state = store.current()
  applyTheme(state.theme)
  const isDark = nativeTheme.shouldUseDarkColors
  const window = new BrowserWindow({
    ...restoreBounds(state.bounds, workAreas()),
    minWidth: WIDTH_MIN,
    minHeight: HEIGHT_MIN,
    show: false,
    title: texts().productName,
    backgroundColor: canvasColour(isDark),
    ...titleBarOptions(process.platform, isDark),
    // Windows and macOS take the icon from the program itself.
    ...(process.platform === 'linux' && existsSync(icon) ? { icon } : {}),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      webviewTag: false,
    },
  })
  if (state.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  nativeTheme.on('updated', () => paint(window))
  watchUnsavedChanges(window)
  store.follow(window)
  return window
}

/** Shows the page from its start, whatever was shown before. */
export async function loadPage(window: BrowserWindow): Promise<void> {
  await replacePage(window, APP_URL)
}
