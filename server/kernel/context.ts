import type { Permission } from '../contract/permissions.ts'
import type { Clock } from './clock.ts'
import type { Keyring } from './keyring.ts'
import type { Logger } from './logger.ts'

/** Who acts: the desktop's own window or a browser with the access token, a command, or nobody yet. */
export interface Actor {
  readonly kind: 'backOffice' | 'cli' | 'anonymous'
  readonly permissions: ReadonlySet<Permission>
}

/** What runs here: a desktop's own server or one for many clients. */
export interface Runtime {
  readonly version: string
  readonly home: 'embedded' | 'standalone'
}

/** What every use case gets. `D` is the database: the root client or a transaction. */
export interface Context<D> {
  readonly db: D
  readonly clock: Clock
  readonly keys: Keyring
  readonly log: Logger
  readonly actor: Actor
  readonly requestId: string
  readonly runtime: Runtime
}
