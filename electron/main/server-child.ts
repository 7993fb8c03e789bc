import type { EventEmitter } from 'node:events'
import {
  type ServerMessage,
  type ShellMessage,
  serverMessage,
} from '../../server/contract/embedded.ts'
import { createLineSplitter } from './line-splitter.ts'
import type { Logger } from './server-link.ts'

/** What is needed of Electron's `utilityProcess`, so that tests can bring a child of their own. */
export interface ChildProcess extends EventEmitter {
  readonly pid?: number | undefined
  readonly stdout: NodeJS.ReadableStream | null
  readonly stderr: NodeJS.ReadableStream | null
  postMessage(message: unknown): void
}

export type ForkServer = () => ChildProcess

/**
 * Ends a process that had its time to stop. SIGKILL, since one that hangs doesn't handle SIGTERM;
 * SQLite stands that like a power cut.
 */
function forceEnd(pid: number | undefined, log: Logger): void {
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    log.warn(`server process ${pid} could not be killed, it has probably ended`, error)
  }
}

export interface ServerChildEvents {
  onMessage(message: ServerMessage): void
  /** Exactly once. `exitCode` is null when the end shows in no exit code. */
  onEnd(exitCode: number | null): void
}

export interface ServerChild {
  send(message: ShellMessage): void
  /** Asks for a clean stop, kills after `graceMs`, and answers when the process has ended. */
  stop(graceMs: number): Promise<void>
  kill(): void
}

/** One run of the server process: messages parsed, output logged, its end reported exactly once. */
export function runServerChild(options: {
  fork: ForkServer
  log: Logger
  logLine: (line: string) => void
  events: ServerChildEvents
}): ServerChild {
  const { fork, log, logLine, events } = options
  const child = fork()
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    const end = (exitCode: number | null) => {
      if (hasEnded) return
      hasEnded = true
      log.info(`server process ${child.pid ?? ''} ended with exit code ${exitCode ?? 'unknown'}`)
      events.onEnd(exitCode)
      resolve()
    }
    child.once('exit', (exitCode: number) => end(exitCode))
    // A fatal error of V8 is reported here; `exit` follows, unless the process never came to be.
    child.on('error', (type: unknown, location: unknown) => {
      log.error('server process: fatal error', String(type), String(location))
      forceEnd(child.pid, log)
      if (child.pid === undefined) end(null)
    })
  })
  for (const stream of [child.stdout, child.stderr]) {
    const lines = createLineSplitter(logLine)
    stream?.on('data', (chunk: Buffer) => lines.push(chunk))
    stream?.on('end', () => lines.end())
  }
  child.on('message', (raw: unknown) => {
    const message = serverMessage.safeParse(raw)
    if (message.success) events.onMessage(message.data)
    else log.error('server process: message not understood', message.error.message)
  })
  child.once('spawn', () => log.info(`server process ${child.pid ?? ''} started`))

  return {
    send: (message) => child.postMessage(message),
    async stop(graceMs) {
      if (hasEnded) return
      child.postMessage({ type: 'stop' } satisfies ShellMessage)
      const timer = setTimeout(() => {
        log.warn(`server process did not stop within ${graceMs} ms and is killed`)
        forceEnd(child.pid, log)
      }, graceMs)
      await ended
      clearTimeout(timer)
    },
    kill: () => forceEnd(child.pid, log),
  }
}
