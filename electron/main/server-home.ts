import type {
  Connection,
  ConnectionInput,
  ExportedKey,
  ServerState,
  ShellResult,
} from '../ipc-contract.ts'
import { connectionInput } from '../ipc-contract.ts'
import type { HandshakeResult } from './handshake.ts'
import { DEFAULT_SETTINGS, type HomeSettings, addressOfSettings } from './home-settings.ts'
import { parseRemoteUrl } from './remote-url.ts'
import type { Logger, ServerLink, ServerTarget, StateListener } from './server-link.ts'
import type { SessionJar } from './session-jar.ts'
import { ShellError } from './shell-problem.ts'

export interface HomeOptions {
  readonly settings: HomeSettings
  readonly jar: Pick<SessionJar, 'moveTo'>
  readonly log: Logger
  readonly save: (settings: HomeSettings) => Promise<void>
  readonly createEmbedded: (onState: StateListener) => ServerLink
  readonly createRemote: (url: string, onState: StateListener) => ServerLink
  readonly shakeHands: (url: string) => Promise<HandshakeResult>
  /** Opens an exported key, checks it against the database on this computer, and keeps it. */
  readonly takeKey: (key: ExportedKey) => Promise<void>
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
    return { home: 'remote', url: settings.url }
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
  setConnection(input: ConnectionInput): Promise<ShellResult> {
    return this.#attempt(async () => {
      const settings = await this.#check(input)
      await this.#options.save(settings)
      await this.#move(settings)
    })
  }

  /** Only where the server on this computer has failed: one that works has its key. */
  useExportedKey(key: ExportedKey): Promise<ShellResult> {
    return this.#attempt(async () => {
      const { home, status } = this.state()
      if (home !== 'embedded' || status !== 'failed')
        throw new Error(`no key is wanted: ${home} ${status}`)
      await this.#options.takeKey(key)
      this.#options.log.info('an exported key is in use')
      if (!this.#isStopped) await this.#link.restart()
    })
  }

  /** In turn, and a refusal that has a reason for the page is an answer. */
  #attempt(work: () => Promise<void>): Promise<ShellResult> {
    return this.#enqueue(async () => {
      try {
        await work()
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
    const result = await this.#options.shakeHands(url)
    if (result.status !== 'ok') throw new ShellError(result.problem)
    return { version: 2, home: 'remote', url }
  }

  async #move(settings: HomeSettings): Promise<void> {
    await this.#link.stop()
    if (this.#isStopped) return
    this.#settings = settings
    this.#options.jar.moveTo(addressOfSettings(settings))
    this.#link = this.#createLink(settings)
    this.#options.log.info(`connection changed to ${settings.home}`)
    this.#link.start()
    this.#options.onMoved()
  }

  #createLink(settings: HomeSettings): ServerLink {
    const { onState, createEmbedded, createRemote } = this.#options
    return settings.home === 'embedded'
      ? createEmbedded(onState)
      : createRemote(settings.url, onState)
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
