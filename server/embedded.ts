import {
  serverMessage,
  shellMessage,
  type ServerMessage,
  type StartMessage,
} from './contract/embedded.ts'
import { errorText } from './contract/errors.ts'
import { AppError } from './kernel/app-error.ts'
import { createLogger } from './kernel/logger.ts'
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

async function start(message: StartMessage): Promise<void> {
  const { dataDir, dataKey, previousKeys, launchToken, logLevel } = message
  try {
    running = await startServer({
      location: { provider: 'sqlite', path: join(dataDir, 'member.db') },
      backupDir: join(dataDir, 'backups'),
      dataKey,
      previousKeys,
      keyKeeper: {
        askForNewKey: () => send({ type: 'newKeyWanted' }),
        dropPreviousKeys: () => send({ type: 'previousKeysDone' }),
      },
      jobFilesDir: join(dataDir, 'files'),
      launchToken,
      metricsToken: undefined,
      isExposed: false,
      log: createLogger(logLevel),
      home: 'embedded',
      host: '127.0.0.1',
      port: 0,
      publicUrl: undefined,
      backOfficeDir: undefined,
      publicApi: message.publicListener,
    })
    send({ type: 'ready', port: running.port, version: VERSION })
  } catch (error) {
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
}

async function stop(): Promise<void> {
  await running?.stop()
  send({ type: 'stopped' })
  process.exit(0)
}

port.on('message', ({ data }) => {
  const message = shellMessage.parse(data)
  const work = message.type === 'start' ? start(message) : stop()
  work.catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`)
    process.exit(1)
  })
})
