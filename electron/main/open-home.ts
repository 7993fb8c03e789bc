import type { ExportedKey } from '../ipc-contract.ts'
import { fixedDataKeys, openDataKeys } from './data-key.ts'
import type { ShellEnvironment, ShellPaths } from './environment.ts'
import { openExportedKey } from './exported-key.ts'
import { forkServer } from './fork-server.ts'
import { shakeHands, type Fetch } from './handshake.ts'
import { type LoadedSettings, saveHomeSettings } from './home-settings.ts'
import type { Logs } from './logging.ts'
import type { SecretBox } from './secret-box.ts'
import { RemoteServer } from './server-connection.ts'
import { ServerHome } from './server-home.ts'
import type { StateListener } from './server-link.ts'
import type { SessionJar } from './session-jar.ts'
import { EmbeddedServer } from './server-process.ts'

export interface OpenHomeOptions {
  readonly env: ShellEnvironment
  readonly paths: ShellPaths
  readonly logs: Logs
  readonly loaded: LoadedSettings
  readonly box: SecretBox
  readonly jar: SessionJar
  readonly fetch: Fetch
  readonly onState: StateListener
  readonly onMoved: () => void
}

const nowMs = () => Date.now()

/** The server on this computer, and the way to give it a key that was exported. */
function embedded({ env, paths, logs, box }: OpenHomeOptions) {
  const { dataKeyFile, database, dataDir, serverEntry } = paths
  const keys =
    env.testDataKey === undefined
      ? openDataKeys({ file: dataKeyFile, database, box, nowMs })
      : fixedDataKeys(env.testDataKey)
  const child = {
    fork: forkServer(serverEntry),
    dataDir,
    logLevel: env.isDevelopment ? 'debug' : 'info',
    log: logs.log,
    logLine: logs.serverLine,
  } as const
  return {
    create: (onState: StateListener) =>
      new EmbeddedServer({ ...child, serverEntry, keys, onState, nowMs }),
    takeKey: async (exported: ExportedKey) => keys.replace(await openExportedKey(child, exported)),
  }
}

/** Puts together the home that the settings ask for, with the real processes, files and keychain. */
export function openHome(options: OpenHomeOptions): ServerHome {
  const { paths, logs, loaded, jar, fetch } = options
  const { log } = logs
  const { create, takeKey } = embedded(options)
  return new ServerHome({
    settings: loaded.settings,
    jar,
    log,
    save: (settings) => saveHomeSettings(paths.settingsFile, settings),
    createEmbedded: create,
    createRemote: (baseUrl, onState) => new RemoteServer({ baseUrl, fetch, log, onState, nowMs }),
    shakeHands: (url) => shakeHands(fetch, url),
    takeKey,
    onState: options.onState,
    onMoved: options.onMoved,
  })
}
