import type { ExportedKey, ShellProblem } from '../ipc-contract.ts'
import type { DataKeys } from './data-key.ts'
import { type ForkServer, type ServerChild, runServerChild } from './server-child.ts'
import type { Logger } from './server-link.ts'
import { ShellError, shellProblem } from './shell-problem.ts'

/** The database may have to be brought up to date first, as at a start. */
const TIMEOUT_MS = 60_000
const STOP_GRACE_MS = 5_000

export interface OpenKeyOptions {
  readonly fork: ForkServer
  readonly dataDir: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly log: Logger
  readonly logLine: (line: string) => void
}

const keysOf = ({ dataKey, previousKeys }: DataKeys): DataKeys => ({ dataKey, previousKeys })
const problemOf = ({ code, params, message }: ShellProblem): ShellProblem => ({
  code,
  params,
  message,
})

/**
 * Has an exported key opened and checked against the database by a run of the server of its own, which
 * knows how: the shell never reads such a file. The server that uses the database has to be down.
 * Throws what the server refuses, SERVER_CRASHED or SERVER_START_TIMEOUT. Nothing is stored.
 */
export async function openExportedKey(
  options: OpenKeyOptions,
  exported: ExportedKey,
): Promise<DataKeys> {
  const { dataDir, logLevel } = options
  let child: ServerChild | undefined
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<DataKeys>((resolve, reject) => {
      child = runServerChild({
        ...options,
        events: {
          onMessage(message) {
            if (message.type === 'keyOpened') resolve(keysOf(message))
            if (message.type === 'failed') reject(new ShellError(problemOf(message)))
          },
          onEnd: (exitCode) =>
            reject(new ShellError(shellProblem('SERVER_CRASHED', { exitCode: exitCode ?? -1 }))),
        },
      })
      child.send({ type: 'openKey', dataDir, exported, logLevel })
      timer = setTimeout(() => {
        const timeoutSeconds = TIMEOUT_MS / 1_000
        reject(new ShellError(shellProblem('SERVER_START_TIMEOUT', { timeoutSeconds })))
      }, TIMEOUT_MS)
    })
  } finally {
    clearTimeout(timer)
    await child?.stop(STOP_GRACE_MS)
  }
}
