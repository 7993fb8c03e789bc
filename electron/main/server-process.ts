import { randomBytes } from 'node:crypto'
import type { ServerMessage } from '../../server/contract/embedded.ts'
import type { ServerState, ShellProblem } from '../ipc-contract.ts'
import type { DataKeyStore, DataKeys } from './data-key.ts'
import { createRestartPolicy } from './restart-policy.ts'
import { type ForkServer, type ServerChild, runServerChild } from './server-child.ts'
import type { Logger, ServerLink, ServerTarget, StateListener } from './server-link.ts'
import { ShellError, reasonOf, shellProblem } from './shell-problem.ts'

const START_TIMEOUT_MS = 30_000
const STOP_GRACE_MS = 5_000
const TOKEN_BYTES = 32

export interface EmbeddedOptions {
  readonly fork: ForkServer
  readonly serverEntry: string
  readonly dataDir: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** Loaded at every start, so that a keychain unlocked in the meantime is seen. */
  readonly keys: Omit<DataKeyStore, 'replace'>
  readonly log: Logger
  readonly logLine: (line: string) => void
  readonly onState: StateListener
  readonly nowMs: () => number
}

/**
 * The server on this computer: a child process on a loopback port with a fresh launch token each
 * launch. An end that nobody asked for restarts it, at most three times in five minutes; a start that
 * it refuses itself (`failed`) is not repeated, since the reason doesn't go away by itself.
 */
export class EmbeddedServer implements ServerLink {
  readonly #options: EmbeddedOptions
  readonly #policy = createRestartPolicy()
  #state: ServerState = { home: 'embedded', status: 'starting', attempt: 1 }
  #target: ServerTarget | undefined
  #child: ServerChild | undefined
  #timer: NodeJS.Timeout | undefined
  /** Rises with every start and stop: what an earlier run still reports is ignored. */
  #run = 0
  #isStopped = false

  constructor(options: EmbeddedOptions) {
    this.#options = options
  }

  state = (): ServerState => this.#state
  target = (): ServerTarget | undefined => this.#target
  /** The end of the child is an event of its own. */
  noteFailure = (): void => undefined

  start(): void {
    this.#run += 1
    this.#policy.reset()
    this.#enter({ home: 'embedded', status: 'starting', attempt: 1 })
    void this.#launch()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#end()
  }

  async restart(): Promise<void> {
    this.#enter({ home: 'embedded', status: 'starting', attempt: 1 })
    await this.#end()
    if (!this.#isStopped) this.start()
  }

  async #end(): Promise<void> {
    this.#run += 1
    clearTimeout(this.#timer)
    this.#target = undefined
    const child = this.#child
    this.#child = undefined
    await child?.stop(STOP_GRACE_MS)
  }

  async #launch(): Promise<void> {
    const run = this.#run
    try {
      const keys = await this.#options.keys.load()
      if (run === this.#run) this.#runChild(keys)
    } catch (error) {
      if (run === this.#run) this.#fail(this.#startProblem(error))
    }
  }

  #startProblem(error: unknown): ShellProblem {
    if (error instanceof ShellError) return error.problem
    const { serverEntry } = this.#options
    return shellProblem('SERVER_MISSING', { file: serverEntry, reason: reasonOf(error) })
  }

  #runChild({ dataKey, previousKeys }: DataKeys): void {
    const run = this.#run
    const launchToken = randomBytes(TOKEN_BYTES).toString('base64url')
    const { dataDir, logLevel } = this.#options
    const ifCurrent =
      <T>(listener: (value: T) => void) =>
      (value: T) => {
        if (run === this.#run) listener(value)
      }
    const child = runServerChild({
      ...this.#options,
      events: {
        onEnd: ifCurrent((exitCode) => this.#ended(exitCode)),
        onMessage: ifCurrent((message) => this.#heard(message, launchToken)),
      },
    })
    this.#child = child
    child.send({
      type: 'start',
      dataDir,
      dataKey,
      previousKeys: [...previousKeys],
      launchToken,
      logLevel,
    })
    this.#timer = setTimeout(() => {
      const timeoutSeconds = START_TIMEOUT_MS / 1_000
      this.#fail(shellProblem('SERVER_START_TIMEOUT', { timeoutSeconds }))
      child.kill()
    }, START_TIMEOUT_MS)
  }

  #heard(message: ServerMessage, launchToken: string): void {
    switch (message.type) {
      case 'ready': {
        clearTimeout(this.#timer)
        this.#target = { baseUrl: `http://127.0.0.1:${message.port}`, launchToken }
        this.#options.log.info(`server ${message.version} is ready`)
        this.#enter({ home: 'embedded', status: 'ready', version: message.version })
        return
      }
      case 'failed': {
        const { code, params, message: text } = message
        this.#fail({ code, params, message: text })
        return
      }
      case 'newKeyWanted':
        this.#changeKeys('a new data key', async () => {
          await this.#options.keys.renew()
          await this.restart()
        })
        return
      case 'previousKeysDone':
        this.#changeKeys('previous data keys', () => this.#options.keys.dropPrevious())
        return
      // Answers to somebody else's question: this run was asked to start.
      case 'keyOpened':
      case 'stopped':
        return
    }
  }

  /** What fails leaves the keys as they were; the server that asked gives up after its time limit. */
  #changeKeys(what: string, work: () => Promise<void>): void {
    const { log } = this.#options
    work().then(
      () => log.info(`${what}: done`),
      (error: unknown) => log.error(`${what}: not stored:`, reasonOf(error)),
    )
  }

  #ended(exitCode: number | null): void {
    this.#child = undefined
    clearTimeout(this.#timer)
    // `failed` came before the exit and says more than the exit code.
    if (this.#state.status === 'failed') return
    const { log, nowMs } = this.#options
    const problem = shellProblem('SERVER_CRASHED', { exitCode: exitCode ?? -1 })
    const decision = this.#policy.decide(nowMs())
    if (!decision.restart) {
      this.#fail(problem)
      return
    }
    const { attempt, delayMs } = decision
    log.warn(`server ended unasked, restart ${attempt} in ${delayMs} ms`)
    const retryAtMs = nowMs() + delayMs
    this.#enter({ home: 'embedded', status: 'restarting', attempt, retryAtMs, ...problem })
    this.#timer = setTimeout(() => void this.#launch(), delayMs)
  }

  #fail(problem: ShellProblem): void {
    clearTimeout(this.#timer)
    this.#options.log.error('server failed:', problem.code, problem.message)
    this.#enter({ home: 'embedded', status: 'failed', ...problem })
  }

  #enter(state: ServerState): void {
    if (state.status !== 'ready') this.#target = undefined
    this.#state = state
    this.#options.onState(state)
  }
}
