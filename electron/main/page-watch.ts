import { type BrowserWindow, dialog } from 'electron'
import { redact } from './redact.ts'
import type { Logger } from './server-link.ts'
import { reasonOf } from './shell-problem.ts'
import { texts } from './texts.ts'
import { replacePage } from './unsaved-changes.ts'
import { loadPage } from './window.ts'

/** A page that crashes twice within this time would crash for ever. */
const RELOAD_PAUSE_MS = 60_000
/** Chromium's ERR_ABORTED: another load took over, nothing failed. */
const ABORTED = -3

export interface PageWatchOptions {
  readonly log: Logger
  readonly openLogs: () => Promise<void>
  readonly quit: () => void
  readonly nowMs: () => number
}

/** Without script, so that it shows whatever is wrong with the page. */
function failurePage(reason: string): string {
  const { pageFailedTitle, pageFailedDetail } = texts()
  const escape = (text: string) =>
    text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
  const html = `<!doctype html><meta charset="utf-8"><title>${escape(pageFailedTitle)}</title>
    <style>:root{color-scheme:light dark}body{font:14px/22px sans-serif;margin:20vh auto;width:480px}</style>
    <h1>${escape(pageFailedTitle)}</h1><p>${escape(pageFailedDetail)}</p><code>${escape(reason)}</code>`
  return `data:text/html;base64,${Buffer.from(html).toString('base64')}`
}

async function askWhatNow(window: BrowserWindow, reason: string, options: PageWatchOptions) {
  const { retry, openLogs, quit, pageFailedTitle, pageFailedDetail } = texts()
  const buttons = [retry, openLogs, quit]
  for (;;) {
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: pageFailedTitle,
      detail: `${pageFailedDetail}\n\n${reason}`,
      buttons,
      cancelId: 2,
      noLink: true,
    })
    if (response !== 1) return response === 0 ? loadPage(window) : options.quit()
    await options.openLogs()
  }
}

/**
 * Tells the user when the page itself can't be shown, loads it again once after a crash, and writes
 * its warnings and errors to the log.
 */
export function watchPage(window: BrowserWindow, options: PageWatchOptions): void {
  const { log, nowMs } = options
  const { webContents } = window
  let reloadedAtMs = -RELOAD_PAUSE_MS
  let isFailing = false

  const fail = async (reason: string) => {
    if (isFailing || window.isDestroyed()) return
    isFailing = true
    log.error('page failed:', reason)
    try {
      await replacePage(window, failurePage(reason))
      window.show()
      await askWhatNow(window, reason, options)
    } catch (error) {
      log.error('page failed again:', reasonOf(error))
    } finally {
      isFailing = false
    }
  }

  webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame && code !== ABORTED) void fail(`${description} (${code})`)
  })
  webContents.on('did-navigate', (_event, _url, status) => {
    if (status >= 400) void fail(`HTTP ${status}`)
  })
  webContents.on('preload-error', (_event, _path, error) => void fail(`preload: ${error.message}`))
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log.error(`page process gone: ${reason}, exit code ${exitCode}`)
    if (nowMs() - reloadedAtMs < RELOAD_PAUSE_MS) return void fail(`${reason} (${exitCode})`)
    reloadedAtMs = nowMs()
    webContents.reload()
  })
  webContents.on('unresponsive', () => log.warn('page does not respond'))
  forwardConsole(window, log)
}

/** Electron's levels, as numbers up to version 34 and as words since. */
const WARNING_LEVELS: ReadonlySet<unknown> = new Set([2, 3, 'warning', 'error'])

function forwardConsole({ webContents }: BrowserWindow, log: Logger): void {
  webContents.on('console-message', (event, ...old: unknown[]) => {
    // Electron 25 passes (event, level, message); since 35 the event carries both.
    const [level = event.level, message = event.message] = old
    if (WARNING_LEVELS.has(level)) log.warn('page:', redact(String(message)))
  })
}
