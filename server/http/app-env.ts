import type { Registry } from 'prom-client'
import type { Language } from '../contract/errors.ts'
import type { Ctx } from '../db/context.ts'
import type { Database } from '../db/open.ts'
import type { BusinessZone } from '../kernel/business-zone.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Runtime } from '../kernel/context.ts'
import type { Keyring } from '../kernel/keyring.ts'
import type { Logger } from '../kernel/logger.ts'

/** What a server is made of. Tests make one without a socket. */
export interface ServerDeps {
  readonly database: Database
  readonly clock: Clock
  readonly zone: BusinessZone
  readonly keys: Keyring
  readonly log: Logger
  readonly runtime: Runtime
  /** What the desktop shell sends with every request to its own server; undefined elsewhere. */
  readonly launchToken: string | undefined
  /** Asked for at first run where other machines reach the server. */
  readonly firstRunToken: string | undefined
  /** Bearer token of `/metrics`; without one there are no metrics to be had. */
  readonly metricsToken: string | undefined
  /** Requests of one API key in ten seconds; undefined: as many as the API itself says. */
  readonly partnerRequestsMax?: number | undefined
  /** Folder of the files that jobs make. */
  readonly jobFilesDir: string
  /** Listening on loopback only: a Host header that names another machine is then an attack. */
  readonly isLoopback: boolean
  /** Address that browsers know the server by when a proxy is before it. */
  readonly publicUrl: URL | undefined
  /** Folder of the built back office; undefined where the desktop shell serves it. */
  readonly backOfficeDir: string | undefined
  /** False once the server has begun to stop. */
  readonly isAccepting: () => boolean
  readonly metrics: Registry
}

/** Typed variables of a request. */
export interface AppEnv {
  Variables: { requestId: string; language: Language; ctx: Ctx }
}
