import type { Permission } from '../contract/permissions.ts'
import type { BusinessZone } from './business-zone.ts'
import type { Clock } from './clock.ts'
import type { Keyring } from './keyring.ts'
import type { Logger } from './logger.ts'

/** Whose data an actor sees: of all stores, or of these. */
export type DataScope =
  { readonly kind: 'all' } | { readonly kind: 'stores'; readonly storeIds: readonly number[] }

interface ActorBase {
  readonly permissions: ReadonlySet<Permission>
  readonly scope: DataScope
  /** Shown in records of what was done. */
  readonly name: string
}

/**
 * Who acts: a signed-in member of staff, another system by its API key, the program itself (commands, jobs),
 * or nobody yet. Members of the shop are no actors of the back office.
 */
export type Actor =
  | (ActorBase & {
      readonly kind: 'staff'
      readonly adminUserId: number
      readonly sessionId: string
    })
  | (ActorBase & { readonly kind: 'partner'; readonly apiKeyId: number })
  | (ActorBase & { readonly kind: 'program' })
  | (ActorBase & { readonly kind: 'anonymous' })

/** What runs here: a desktop's own server or one for many clients. */
export interface Runtime {
  readonly version: string
  readonly home: 'embedded' | 'standalone'
  /** Folder of files that are handed over or made by jobs; all of them are sealed. */
  readonly filesDir: string
  /** Partners may be told at this machine itself: for trying webhooks out. */
  readonly loopbackWebhooks?: boolean
}

/** What every use case gets. `D` is the database: the root client or a transaction. */
export interface Context<D> {
  readonly db: D
  readonly clock: Clock
  /** Where the business's days begin. */
  readonly zone: BusinessZone
  readonly keys: Keyring
  readonly log: Logger
  readonly actor: Actor
  readonly requestId: string
  /** Address of the peer; empty for commands and jobs. */
  readonly address: string
  readonly runtime: Runtime
}
