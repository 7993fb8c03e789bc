import { app } from 'electron'
import type { Logger } from './server-link.ts'
import { reasonOf } from './shell-problem.ts'

/**
 * Quitting waits once for `finish` (the server stops, open files are written), then goes on. That is after
 * the window has closed: it may stay for unsaved changes, and then nothing must have been stopped. There
 * is one window and it is the app, so closing it quits on every system, macOS included.
 */
export function quitCleanly(finish: () => Promise<void>, log: Logger): void {
  let hasFinished = false
  let isFinishing = false
  app.on('will-quit', (event) => {
    if (hasFinished) return
    event.preventDefault()
    if (isFinishing) return
    isFinishing = true
    finish()
      .catch((error: unknown) => log.error('clean stop failed:', reasonOf(error)))
      .finally(() => {
        hasFinished = true
        log.info('quit')
        // Until this event has returned, Electron takes itself to be quitting and ignores the call. With
        // nothing to stop, `finish` is done before that.
        setImmediate(() => app.quit())
      })
  })
  app.on('window-all-closed', () => app.quit())
}
