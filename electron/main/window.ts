import { existsSync } from 'node:fs'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { Theme } from '../ipc-contract.ts'
import { APP_URL } from './app-url.ts'
import { texts } from './texts.ts'
import { HEIGHT_MIN, WIDTH_MIN, restoreBounds } from './window-bounds.ts'
import type { WindowStateStore } from './window-state.ts'

/** The page's canvas colours, so that nothing flashes before it is drawn. */
const CANVAS = { light: '#F1F4F3', dark: '#0C1211' } as const

const canvasColour = () => (nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light)

function workAreas() {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return [primary.workArea, ...others.map(({ workArea }) => workArea)] as const
}

/** Sets the native theme; window, menus and dialogs follow. */
export function applyTheme(theme: Theme, window?: BrowserWindow): void {
  nativeTheme.themeSource = theme
  window?.setBackgroundColor(canvasColour())
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
  const window = new BrowserWindow({
    ...restoreBounds(state.bounds, workAreas()),
    minWidth: WIDTH_MIN,
    minHeight: HEIGHT_MIN,
    show: false,
    title: texts().productName,
    backgroundColor: canvasColour(),
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
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(canvasColour())
  })
  store.follow(window)
  return window
}

/** Shows the page from its start, whatever was shown before. */
export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(APP_URL)
}
