import { type BrowserWindow, dialog } from 'electron'
import { type LeaveAnswer, type LeaveGuard, createLeaveGuard } from './leave-guard.ts'
import { texts } from './texts.ts'

/** Shown by the system, and waited for: the page stands still until it is answered. */
function ask(window: BrowserWindow): LeaveAnswer {
  const { unsavedTitle, unsavedDetail, stay, discard } = texts()
  const response = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: unsavedTitle,
    detail: unsavedDetail,
    buttons: [stay, discard],
    defaultId: 0,
    // Escape and the dialog's own close button.
    cancelId: 0,
    noLink: true,
  })
  return response === 1 ? 'discard' : 'stay'
}

const guards = new WeakMap<BrowserWindow, LeaveGuard>()

/**
 * A page says by `beforeunload` that it has unsaved changes. Electron then stays without a word, so here
 * the user is asked, on close, quit and reload alike; staying ends a quit before anything was stopped.
 */
export function watchUnsavedChanges(window: BrowserWindow): void {
  const guard = createLeaveGuard(() => ask(window))
  guards.set(window, guard)
  window.webContents.on('will-prevent-unload', (event) => {
    if (guard.mayLeave()) event.preventDefault()
  })
}

/** Shows another address whatever the page has unsaved; for the shell's own reasons only. */
export async function replacePage(window: BrowserWindow, url: string): Promise<void> {
  const load = () => window.loadURL(url)
  await (guards.get(window)?.withoutAsking(load) ?? load())
}
