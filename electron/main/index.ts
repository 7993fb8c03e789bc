import { type BrowserWindow, app, safeStorage, shell } from 'electron'
import { CHANNELS, type Language, type Theme } from '../ipc-contract.ts'
import { registerAppScheme, serveApp, shellFetch } from './app-protocol.ts'
import { installCrashHandlers } from './crash.ts'
import { serveDesktopApi } from './desktop-api.ts'
import { readEnvironment, shellPaths } from './environment.ts'
import { addressOfSettings, loadHomeSettings } from './home-settings.ts'
import { openLogs as openLogFiles } from './logging.ts'
import { installMenu } from './menu.ts'
import { openHome } from './open-home.ts'
import { watchPage } from './page-watch.ts'
import { quitCleanly } from './quit.ts'
import { createSecretBox } from './secret-box.ts'
import { enableSandbox, guardSessions } from './security.ts'
import { SessionJar } from './session-jar.ts'
import { reasonOf } from './shell-problem.ts'
import { claimSingleInstance } from './single-instance.ts'
import { setTextLanguage } from './texts.ts'
import { applyTheme, loadPage, openMainWindow } from './window.ts'
import { openWindowState } from './window-state.ts'

const nowMs = () => Date.now()
const env = readEnvironment()
const paths = shellPaths()
let window: BrowserWindow | undefined
const mainWindow = () => (window?.isDestroyed() ? undefined : window)

async function boot(): Promise<void> {
  const logs = openLogFiles(paths.logsDir, env.isDevelopment)
  const { log } = logs
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) =>
    log.warn(`process gone: ${serviceName ?? type}, ${reason}, exit code ${exitCode}`),
  )
  const loaded = await loadHomeSettings(paths.settingsFile, nowMs())
  const warnings = loaded.warning ? [loaded.warning] : []
  warnings.forEach(({ code, message }) => log.warn(code, message))

  const send = (channel: string, ...values: unknown[]) => {
    mainWindow()?.webContents.send(channel, ...values)
  }
  const reload = () => {
    const shown = mainWindow()
    if (shown === undefined) return
    // What went wrong shows in `did-fail-load`, which page-watch answers.
    loadPage(shown).catch((error: unknown) => log.warn('page not loaded:', reasonOf(error)))
  }
  const openLogs = async () => {
    const failure = await shell.openPath(paths.logsDir)
    if (failure !== '') throw new Error(`log folder not opened: ${failure}`)
  }

  guardSessions(env.rendererDevUrl, log)
  const fetch = shellFetch()
  const onState = (state: unknown) => send(CHANNELS.serverState, state)
  const box = createSecretBox({ keychain: safeStorage, allowPlain: env.isTest })
  const jar = new SessionJar({ file: paths.sessionFile, box, log, nowMs })
  await jar.open(addressOfSettings(loaded.settings))
  const home = openHome({ env, paths, logs, loaded, box, jar, fetch, onState, onMoved: reload })
  const { target, noteFailure } = home
  const { rendererDir } = paths
  serveApp({ rendererDir, devUrl: env.rendererDevUrl, fetch, target, jar, noteFailure, log }, log)
  home.start()

  const store = openWindowState(paths.windowStateFile, log)
  setTextLanguage(store.current().language)
  const onMenuFailure = (error: unknown) => log.error('menu:', reasonOf(error))
  const showMenu = () =>
    installMenu(
      {
        openConnection: () => send(CHANNELS.openConnection),
        openLogs: () => void openLogs().catch(onMenuFailure),
      },
      env.isDevelopment,
    )
  const setTheme = (theme: Theme) => {
    store.setTheme(theme)
    applyTheme(theme, mainWindow())
  }
  const setLanguage = (language: Language) => {
    store.setLanguage(language)
    setTextLanguage(language)
    showMenu()
  }
  serveDesktopApi({ mainWindow, home, warnings, openLogs, setTheme, setLanguage, log })
  quitCleanly(async () => {
    await Promise.all([home.stop(), store.flush(), jar.flush()])
  }, log)
  window = openMainWindow({ preload: paths.preload, icon: paths.icon, store })
  watchPage(window, { log, openLogs, quit: () => app.quit(), nowMs })
  reload()
  showMenu()
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
