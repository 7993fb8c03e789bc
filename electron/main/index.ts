import { type BrowserWindow, app, shell } from 'electron'
import { CHANNELS } from '../ipc-contract.ts'
import { registerAppScheme, serveApp, shellFetch } from './app-protocol.ts'
import { installCrashHandlers } from './crash.ts'
import { serveDesktopApi } from './desktop-api.ts'
import { readEnvironment, shellPaths } from './environment.ts'
import { loadHomeSettings } from './home-settings.ts'
import { openLogs } from './logging.ts'
import { installMenu } from './menu.ts'
import { openHome } from './open-home.ts'
import { watchPage } from './page-watch.ts'
import { quitCleanly } from './quit.ts'
import { enableSandbox, guardSessions } from './security.ts'
import { reasonOf } from './shell-problem.ts'
import { claimSingleInstance } from './single-instance.ts'
import { applyTheme, loadPage, openMainWindow } from './window.ts'
import { openWindowState } from './window-state.ts'

const nowMs = () => Date.now()
const env = readEnvironment()
const paths = shellPaths()
let window: BrowserWindow | undefined
const mainWindow = () => window

async function boot(): Promise<void> {
  const logs = openLogs(paths.logsDir, env.isDevelopment)
  const { log } = logs
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) =>
    log.warn(`process gone: ${serviceName ?? type}, ${reason}, exit code ${exitCode}`),
  )
  const loaded = await loadHomeSettings(paths.settingsFile, nowMs())
  const warnings = loaded.warning ? [loaded.warning] : []
  warnings.forEach(({ code, message }) => log.warn(code, message))

  const send = (channel: string, ...values: unknown[]) => {
    if (window && !window.isDestroyed()) window.webContents.send(channel, ...values)
  }
  const reload = () => {
    if (window === undefined || window.isDestroyed()) return
    // What went wrong shows in `did-fail-load`, which page-watch answers.
    loadPage(window).catch((error: unknown) => log.warn('page not loaded:', reasonOf(error)))
  }
  const openLogFolder = async () => {
    const failure = await shell.openPath(paths.logsDir)
    if (failure !== '') throw new Error(`log folder not opened: ${failure}`)
  }

  guardSessions(env.rendererDevUrl, log)
  const fetch = shellFetch()
  const onState = (state: unknown) => send(CHANNELS.serverState, state)
  const home = openHome({ env, paths, logs, loaded, fetch, onState, onMoved: reload })
  const { target, noteFailure } = home
  const { rendererDir } = paths
  serveApp({ rendererDir, devUrl: env.rendererDevUrl, fetch, target, noteFailure, log }, log)
  home.start()

  const store = openWindowState(paths.windowStateFile, log)
  const setTheme = (theme: Parameters<typeof applyTheme>[0]) => {
    store.setTheme(theme)
    applyTheme(theme, window)
  }
  serveDesktopApi({ mainWindow, home, warnings, openLogs: openLogFolder, setTheme, log })
  quitCleanly(async () => {
    await Promise.all([home.stop(), store.flush()])
  }, log)
  window = openMainWindow({ preload: paths.preload, icon: paths.icon, store })
  watchPage(window, { log, openLogs: openLogFolder, quit: () => app.quit(), nowMs })
  reload()

  const onMenuFailure = (error: unknown) => log.error('menu:', reasonOf(error))
  installMenu(
    {
      openConnection: () => send(CHANNELS.openConnection),
      openLogs: () => void openLogFolder().catch(onMenuFailure),
    },
    env.isDevelopment,
  )
}

const reportCrash = installCrashHandlers(paths.crashReportsDir)
if (claimSingleInstance(mainWindow)) {
  enableSandbox(env.isTest || env.isDevelopment)
  registerAppScheme()
  app
    .whenReady()
    .then(boot)
    .catch((error: unknown) => reportCrash('uncaughtException', error))
} else {
  app.exit(0)
}
