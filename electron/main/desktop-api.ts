import { type BrowserWindow, app } from 'electron'
import { CALLS, type Language, type ShellProblem, type Theme } from '../ipc-contract.ts'
import { createIpc } from './ipc.ts'
import type { ServerHome } from './server-home.ts'
import type { Logger } from './server-link.ts'

export interface DesktopApiOptions {
  readonly mainWindow: () => BrowserWindow | undefined
  readonly home: ServerHome
  readonly warnings: readonly ShellProblem[]
  readonly openLogs: () => Promise<void>
  readonly setTheme: (theme: Theme) => void
  readonly setLanguage: (language: Language) => void
  readonly log: Logger
}

/** Answers the calls of `ipc-contract.ts`. */
export function serveDesktopApi(options: DesktopApiOptions): void {
  const { home, warnings, log } = options
  const ipc = createIpc(options.mainWindow, log)
  ipc.handle(CALLS.getInfo, () => ({
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    platform: process.platform,
    locale: app.getLocale(),
    home: home.connection().home,
    warnings: [...warnings],
  }))
  ipc.handle(CALLS.getServerState, () => home.state())
  ipc.handle(CALLS.restartServer, () => home.restart())
  ipc.handle(CALLS.getConnection, () => home.connection())
  ipc.handle(CALLS.setConnection, (input) => home.setConnection(input))
  ipc.handle(CALLS.useExportedKey, (key) => home.useExportedKey(key))
  ipc.handle(CALLS.openLogs, () => options.openLogs())
  ipc.handle(CALLS.setTheme, (theme) => options.setTheme(theme))
  ipc.handle(CALLS.setLanguage, (language) => options.setLanguage(language))
}
