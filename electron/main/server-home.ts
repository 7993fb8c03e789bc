import type { Connection, ConnectionInput, ConnectionResult, ServerState } from '../ipc-contract.ts'
import { connectionInput } from '../ipc-contract.ts'
import type { HandshakeResult } from './handshake.ts'
import { DEFAULT_SETTINGS, type HomeSettings } from './home-settings.ts'
import { parseRemoteUrl } from './remote-url.ts'
import type { SecretBox } from './secret-box.ts'
import type { Logger, ServerLink, ServerTarget, StateListener } from './server-link.ts'
import { ShellError, reasonOf, shellProblem } from './shell-problem.ts'
import { createFailedLink } from './failed-link.ts'

export interface HomeOptions {
  readonly settings: HomeSettings
  readonly box: SecretBox
  readonly log: Logger
  readonly save: (settings: HomeSettings) => Promise<void>
  readonly createEmbedded: (onState: StateListener) => ServerLink
  readonly createRemote: (target: ServerTarget, onState: StateListener) => ServerLink
  readonly shakeHands: (target: ServerTarget) => Promise<HandshakeResult>
  readonly onState: StateListener
  /** The window moved to another server: what it shows belongs to the former one. */
  readonly onMoved: () => void
}

/** The one place that knows which server the window belongs to at the moment. */
export class ServerHome {
  readonly #options: HomeOptions
  #settings: HomeSettings
  #link: ServerLink
  /** Moves and restarts run one after the other: each expects a settled link. */
  #queue: Promise<void> = Promise.resolve()
  #isStopped = false
  #hasUsableToken = false

  constructor(options: HomeOptions) {
    this.#options = options
    this.#settings = options.settings
    this.#link = this.#createLink(options.settings)
  }

  state = (): ServerState => this.#link.state()
  target = (): ServerTarget | undefined => this.#link.target()
  noteFailure = (): void => this.#link.noteFailure()

  start(): void {
    this.#link.start()
  }

  connection(): Connection {
    const settings = this.#settings
    if (settings.home === 'embedded') return { home: 'embedded' }
    return { home: 'remote', url: settings.url, hasAccessToken: this.#hasUsableToken }
  }

  restart(): Promise<void> {
    return this.#enqueue(async () => {
      if (!this.#isStopped) await this.#link.restart()
    })
  }

  /** For quitting: at once, whatever is in the queue, and after this nothing starts any more. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#link.stop()
  }

  /** Checks, saves, then moves. A refusal changes nothing. */
  setConnection(input: ConnectionInput): Promise<ConnectionResult> {
    return this.#enqueue(async () => {
      try {
        const settings = await this.#check(input)
        await this.#options.save(settings)
        await this.#move(settings)
        return { ok: true }
      } catch (error) {
        if (error instanceof ShellError) return { ok: false, ...error.problem }
        throw error
      }
    })
  }

  async #check(raw: ConnectionInput): Promise<HomeSettings> {
    const input = connectionInput.parse(raw)
    if (input.home === 'embedded') return DEFAULT_SETTINGS
    const parsed = parseRemoteUrl(input.url)
    if (!parsed.ok) throw new ShellError(parsed.problem)
    const { url } = parsed
    const accessToken = input.accessToken ?? this.#storedToken(url)
    const result = await this.#options.shakeHands({ baseUrl: url, accessToken })
    if (result.status !== 'ok') throw new ShellError(result.problem)
    return { version: 1, home: 'remote', url, accessToken: this.#options.box.seal(accessToken) }
  }

  /** A token goes to the address that it was entered for and to no other. */
  #storedToken(url: string): string {
    const settings = this.#settings
    const missing = shellProblem('ACCESS_TOKEN_MISSING', { url })
    if (settings.home !== 'remote' || settings.url !== url) throw new ShellError(missing)
    try {
      return this.#options.box.unseal(settings.accessToken)
    } catch (error) {
      this.#options.log.error('stored access token:', reasonOf(error))
      throw error instanceof ShellError ? error : new ShellError(missing, error)
    }
  }

  async #move(settings: HomeSettings): Promise<void> {
    await this.#link.stop()
    if (this.#isStopped) return
    this.#settings = settings
    this.#link = this.#createLink(settings)
    this.#options.log.info(`connection changed to ${settings.home}`)
    this.#link.start()
    this.#options.onMoved()
  }

  #createLink(settings: HomeSettings): ServerLink {
    const { onState, createEmbedded, createRemote } = this.#options
    if (settings.home === 'embedded') return createEmbedded(onState)
    try {
      const accessToken = this.#storedToken(settings.url)
      this.#hasUsableToken = true
      return createRemote({ baseUrl: settings.url, accessToken }, onState)
    } catch (error) {
      this.#hasUsableToken = false
      if (error instanceof ShellError) return createFailedLink(error.problem, onState)
      throw error
    }
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work)
    // The queue goes on whatever came of this entry; the caller hears of the failure.
    this.#queue = result.then(
      () => undefined,
      () => undefined,
    )
    return result
  }
}
