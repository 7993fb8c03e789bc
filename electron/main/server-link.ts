import type { ServerState } from '../ipc-contract.ts'

/** Where requests of the page are passed on to. */
export interface ServerTarget {
  /** `http://127.0.0.1:port` or `https://host[/path]`, without a slash at the end. */
  readonly baseUrl: string
  /** The embedded server answers nobody who doesn't show it; any other server has none. */
  readonly launchToken?: string
}

/** The server on this computer, whose port changes with every start. */
export const EMBEDDED_ADDRESS = 'embedded'

/** Names the server behind a target over restarts: what is kept for one address goes to no other. */
export const addressOf = ({ baseUrl, launchToken }: ServerTarget): string =>
  launchToken === undefined ? baseUrl : EMBEDDED_ADDRESS

/** One way to a server: the child process on this computer, or a server elsewhere. */
export interface ServerLink {
  state(): ServerState
  /** Undefined unless the state is `ready`. */
  target(): ServerTarget | undefined
  /** Begins to connect; the outcome shows in the state. Never throws. */
  start(): void
  /** Tries afresh at once, whatever the state. */
  restart(): Promise<void>
  /** Ends it for good; no state changes after that. */
  stop(): Promise<void>
  /** A request found nobody there: the link finds out for itself whether that is so. */
  noteFailure(): void
}

export type StateListener = (state: ServerState) => void

export interface Logger {
  info(...values: unknown[]): void
  warn(...values: unknown[]): void
  error(...values: unknown[]): void
}
