import {
  serverMessage,
  shellMessage,
  type OpenKeyMessage,
  type ServerMessage,
  type StartMessage,
} from './contract/embedded.ts'
import { errorText } from './contract/errors.ts'
import { AppError } from './kernel/app-error.ts'
import { createLogger } from './kernel/logger.ts'
import { openExportedKey } from './open-exported-key.ts'
import { startServer, type RunningServer } from './start.ts'
import { VERSION } from './version.ts'
import { join } from 'node:path'

/** What Electron gives a utility process to talk to its parent; plain Node has no such thing. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}

function parentPort(): ParentPort {
  const port: unknown = Reflect.get(process, 'parentPort')
  if (typeof port !== 'object' || port === null)
    throw new Error('embedded.ts runs in a utility process only')
  // Electron documents the shape; its types are not for code outside the shell.
  return port as ParentPort
}

const port = parentPort()
const send = (message: ServerMessage) => port.postMessage(serverMessage.parse(message))
let running: RunningServer | undefined

/** What a start and the check of a key open in the same way. */
const contextOf = ({ dataDir, logLevel }: StartMessage | OpenKeyMessage) => ({
  location: { provider: 'sqlite', path: join(dataDir, 'member.db') } as const,
  backupDir: join(dataDir, 'backups'),
  jobFilesDir: join(dataDir, 'files'),
  home: 'embedded' as const,
  log: createLogger(logLevel),
})

function tellFailure(error: unknown): void {
  const refusal =
    error instanceof AppError ? error : new AppError('INTERNAL', { requestId: 'start' })
  const reason = error instanceof Error ? error.message : String(error)
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${text}\n`)
  send({
    type: 'failed',
    code: refusal.code,
    params: { ...refusal.params },
    message: error === refusal ? errorText(refusal.code, 'en', refusal.params) : reason,
  })
}

async function start(message: StartMessage): Promise<void> {
  const { dataKey, previousKeys, launchToken } = message
  try {
    running = await startServer({
      ...contextOf(message),
      dataKey,
      previousKeys,
      keyKeeper: {
        askForNewKey: () => send({ type: 'newKeyWanted' }),
        dropPreviousKeys: () => send({ type: 'previousKeysDone' }),
      },
      launchToken,
      metricsToken: undefined,
      isExposed: false,
      host: '127.0.0.1',
      port: 0,
      publicUrl: undefined,
      backOfficeDir: undefined,
      publicApi: message.publicListener,
    })
    send({ type: 'ready', port: running.port, version: VERSION })
  } catch (error) {
    tellFailure(error)
  }
}

async function openKey(message: OpenKeyMessage): Promise<void> {
  try {
    const { dataKey, previousKeys } = await openExportedKey(contextOf(message), message.exported)
    send({ type: 'keyOpened', dataKey, previousKeys: [...previousKeys] })
  } catch (error) {
    tellFailure(error)
  }
}

async function stop(): Promise<void> {
  await running?.stop()
  send({ type: 'stopped' })
  process.exit(0)
}

function act(message: ReturnType<typeof shellMessage.parse>): Promise<void> {
  switch (message.type) {
    case 'start':
      return start(message)
    case 'openKey':
      return openKey(message)
    case 'stop':
      return stop()
  }
}

port.on('message', ({ data }) => {
  const message = shellMessage.parse(data)
  act(message).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`)
    process.exit(1)
  })
})
