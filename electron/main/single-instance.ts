import { type BrowserWindow, app } from 'electron'

/**
 * True for the first instance of this user-data folder. The database has one owner, so a second one
 * must end before it opens any file; the first is told by `second-instance` and comes forward.
 */
export function claimSingleInstance(mainWindow: () => BrowserWindow | undefined): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', () => {
    const window = mainWindow()
    if (window === undefined) return
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  })
  return true
}
