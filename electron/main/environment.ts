import { join } from 'node:path'
import { app } from 'electron'

/**
 * The only reader of the shell's environment. `MEMBER_DESK_TEST=1` allows what a test machine without
 * keychain and display manager needs; it never changes which pages, calls or addresses are accepted.
 */
export interface ShellEnvironment {
  readonly isTest: boolean
  /** Started from the sources, not from an installed package. */
  readonly isDevelopment: boolean
  /** Root secret for tests, instead of `data.key`. */
  readonly testDataKey: string | undefined
  /** Address of Vite's server while `electron-vite dev` runs. */
  readonly rendererDevUrl: string | undefined
}

/** Reads the environment once; later changes of it have no effect. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): ShellEnvironment {
  const isTest = env['MEMBER_DESK_TEST'] === '1'
  const isDevelopment = !app.isPackaged
  return {
    isTest,
    isDevelopment,
    testDataKey: (isTest && env['DATA_KEY']) || undefined,
    rendererDevUrl: isDevelopment ? env['ELECTRON_RENDERER_URL'] : undefined,
  }
}

export interface ShellPaths {
  readonly dataDir: string
  readonly database: string
  readonly dataKeyFile: string
  readonly settingsFile: string
  readonly sessionFile: string
  readonly windowStateFile: string
  readonly logsDir: string
  readonly crashReportsDir: string
  readonly rendererDir: string
  readonly preload: string
  readonly serverEntry: string
  readonly icon: string
}

/** Where everything lies. Nothing depends on the working directory, which installers change. */
export function shellPaths(): ShellPaths {
  const user = app.getPath('userData')
  const out = join(import.meta.dirname, '..')
  return {
    dataDir: join(user, 'data'),
    database: join(user, 'data', 'member.db'),
    dataKeyFile: join(user, 'data.key'),
    settingsFile: join(user, 'settings.json'),
    sessionFile: join(user, 'session.json'),
    windowStateFile: join(user, 'window.json'),
    logsDir: join(user, 'logs'),
    crashReportsDir: join(user, 'crash-reports'),
    rendererDir: join(out, 'renderer'),
    preload: join(out, 'preload', 'index.cjs'),
    serverEntry: join(out, 'server', 'embedded.cjs'),
    icon: app.isPackaged
      ? join(process.resourcesPath, 'icon.png')
      : join(out, '..', 'resources', 'icon.png'),
  }
}
