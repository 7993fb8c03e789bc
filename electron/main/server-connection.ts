import type { ServerState } from '../ipc-contract.ts'
import { type Fetch, type HandshakeResult, shakeHands } from './handshake.ts'
import { remoteRetryDelayMs } from './restart-policy.ts'
import type { Logger, ServerLink, ServerTarget, StateListener } from './server-link.ts'

export interface RemoteOptions {
  readonly baseUrl: string
  readonly fetch: Fetch
  readonly log: Logger
  readonly onState: StateListener
  readonly nowMs: () => number
}

/**
 * A server elsewhere. Asked for its version before anything is passed on; asked again with growing
 * pauses while it doesn't answer. What time can't mend, such as versions, waits for `restart`.
 */
export class RemoteServer implements ServerLink {
  readonly #options: RemoteOptions
  #state: ServerState = { home: 'remote', status: 'connecting', attempt: 1 }
  #timer: NodeJS.Timeout | undefined
  #attempt = 0
  #run = 0

  constructor(options: RemoteOptions) {
    this.#options = options
  }

  state = (): ServerState => this.#state

  target(): ServerTarget | undefined {
    return this.#state.status === 'ready' ? { baseUrl: this.#options.baseUrl } : undefined
  }

  start(): void {
    this.#attempt = 0
    void this.#connect()
  }

  // Resolves at once: the outcome shows in the state.
  restart(): Promise<void> {
    this.start()
    return Promise.resolve()
  }

  stop(): Promise<void> {
    this.#run += 1
    clearTimeout(this.#timer)
    return Promise.resolve()
  }

  /** The page keeps what it shows; the state says that the server is asked again. */
  noteFailure(): void {
    if (this.#state.status === 'ready') this.start()
  }

  async #connect(): Promise<void> {
    this.#run += 1
    clearTimeout(this.#timer)
    const run = this.#run
    this.#attempt += 1
    if (this.#attempt === 1) this.#enter({ home: 'remote', status: 'connecting', attempt: 1 })
    const { fetch, baseUrl } = this.#options
    const result = await shakeHands(fetch, baseUrl)
    if (run === this.#run) this.#settle(result)
  }

  #settle(result: HandshakeResult): void {
    const home = 'remote'
    if (result.status === 'ok') {
      this.#attempt = 0
      this.#options.log.info(`connected to server ${result.version}`)
      this.#enter({ home, status: 'ready', version: result.version })
      return
    }
    const { problem } = result
    this.#options.log.warn('remote server:', problem.code, problem.message)
    switch (result.status) {
      case 'unreachable': {
        const attempt = this.#attempt
        const delayMs = remoteRetryDelayMs(attempt)
        const retryAtMs = this.#options.nowMs() + delayMs
        this.#enter({ home, status: 'unreachable', attempt, retryAtMs, ...problem })
        this.#timer = setTimeout(() => void this.#connect(), delayMs)
        return
      }
      case 'notMemberDesk':
        this.#enter({ home, status: 'notMemberDesk', ...problem })
        return
      case 'clientTooOld':
      case 'serverTooOld':
        this.#enter({ home, status: result.status, version: result.version, ...problem })
        return
    }
  }

  #enter(state: ServerState): void {
    this.#state = state
    this.#options.onState(state)
  }
}
