import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { createServer, type ServerApps } from './app.ts'
import { assertDataKey, unfinishedKeys, withKeptSignatures } from './db/data-key.ts'
import type { Ctx } from './db/context.ts'
import { openDatabase, type Database, type DatabaseLocation } from './db/open.ts'
import { startBackground, type Background } from './jobs/background.ts'
import type { KeyKeeper } from './jobs/change-key.ts'
import { makeBusinessZone } from './kernel/business-zone.ts'
import { systemClock } from './kernel/clock.ts'
import type { Actor, Runtime } from './kernel/context.ts'
import { createKeyring } from './kernel/keyring.ts'
import type { Logger } from './kernel/logger.ts'
import { PERMISSIONS } from './contract/permissions.ts'
import { isLoopbackName } from './http/host-name.ts'
import { listen } from './listen.ts'
import { makeFileAnchor } from './modules/audit/audit.service.ts'
import { keepTemplates } from './modules/notifications/notifications.service.ts'
import { keepBuiltInRoles } from './modules/roles/roles.service.ts'
import { needsFirstRun } from './modules/staff/staff.service.ts'
import { VERSION } from './version.ts'

const TOKEN_BYTES = 24

/** Commands and the start itself act with every right, on behalf of whoever runs the program. */
const PROGRAM: Actor = {
  kind: 'program',
  permissions: new Set(PERMISSIONS),
  scope: { kind: 'all' },
  name: 'Member Desk',
}

export interface OpenContextOptions {
  readonly location: DatabaseLocation
  readonly backupDir: string
  readonly dataKey: string
  /** Root secrets that a rotation is leaving behind; none otherwise. */
  readonly previousKeys?: readonly string[] | undefined
  readonly home: Runtime['home']
  /** Folder of files that are handed over or made by jobs. */
  readonly jobFilesDir: string
  /** May webhooks go to this machine itself? */
  readonly loopbackWebhooks?: boolean
  readonly log: Logger
}

/** Opens the database and gives a context to work in; the key must belong to the database. */
export async function openContext(
  options: OpenContextOptions,
): Promise<{ ctx: Ctx; database: Database }> {
  const { log, home } = options
  const keys = createKeyring(options.dataKey, options.previousKeys)
  const clock = systemClock
  const database = await openDatabase({ ...options, clock })
  const ctx: Ctx = {
    db: database.db,
    dialect: database.dialect,
    clock,
    zone: makeBusinessZone(),
    keys,
    log,
    actor: PROGRAM,
    requestId: 'program',
    address: '',
    runtime: {
      version: VERSION,
      home,
      filesDir: options.jobFilesDir,
      loopbackWebhooks: options.loopbackWebhooks ?? false,
    },
  }
  try {
    await assertDataKey(ctx)
    await keepBuiltInRoles(ctx)
    await keepTemplates(ctx)
    return { ctx: { ...ctx, keys: await withKeptSignatures(ctx) }, database }
  } catch (error) {
    await database.close()
    throw error
  }
}

export interface StartOptions extends OpenContextOptions {
  /** Set by the desktop shell for its own server. */
  readonly launchToken: string | undefined
  /** Where the root secrets are kept; undefined: in the environment, out of the program's reach. */
  readonly keyKeeper?: KeyKeeper | undefined
  readonly metricsToken: string | undefined
  readonly partnerRequestsMax?: number | undefined
  /** Other machines reach this server, so the first run asks for a token that only the console shows. */
  readonly isExposed: boolean
  readonly host: string
  readonly port: number
  readonly publicUrl: URL | undefined
  readonly backOfficeDir: string | undefined
  /**
   * Where the public API is: with the back office on its listener, on one of its own, or nowhere.
   */
  readonly publicApi: 'together' | { readonly host: string; readonly port: number } | undefined
}

export interface RunningServer {
  readonly port: number
  /** Port of the public API where it has a listener of its own. */
  readonly publicPort: number | undefined
  /** What the first run will ask for; undefined when it is done or asks for nothing. */
  readonly firstRunToken: string | undefined
  /** Stops in order: not ready, no new requests, those under way finish, database closed. */
  stop(): Promise<void>
}

interface Address {
  readonly host: string
  readonly port: number
}

/** Opens all listeners or none. */
async function openListeners(apps: ServerApps, own: Address, publicApi: StartOptions['publicApi']) {
  const main = await listen(publicApi === 'together' ? apps.everything : apps.backOffice, own)
  if (publicApi === undefined || publicApi === 'together') return { main, open: undefined }
  try {
    return { main, open: await listen(apps.publicApi, publicApi) }
  } catch (error) {
    await main.stop()
    throw error
  }
}

/** The end of the audit log is noted beside the backups, out of the database's reach. */
export const auditAnchor = ({ backupDir }: Pick<OpenContextOptions, 'backupDir'>, { keys }: Ctx) =>
  makeFileAnchor(join(backupDir, 'audit-anchor.json'), keys)

const NO_KEEPER: KeyKeeper = { dropPreviousKeys: () => undefined }

/** A rotation may have ended just before the last stop. */
async function dropRetiredKeys(ctx: Ctx, keeper: KeyKeeper): Promise<void> {
  if (ctx.keys.retiredIds.length === 0) return
  if ((await unfinishedKeys(ctx)).length === 0) keeper.dropPreviousKeys()
}

/** Starts everything that serves: used by every home, which differ in their options only. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { log, host, port, jobFilesDir } = options
  const { ctx, database } = await openContext(options)
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  let isAccepting = true
  const firstRunToken = options.isExposed
    ? randomBytes(TOKEN_BYTES).toString('base64url')
    : undefined
  const anchor = auditAnchor(options, ctx)
  const apps = createServer({
    database,
    clock: ctx.clock,
    zone: ctx.zone,
    keys: ctx.keys,
    log,
    runtime: ctx.runtime,
    launchToken: options.launchToken,
    firstRunToken,
    metricsToken: options.metricsToken,
    partnerRequestsMax: options.partnerRequestsMax,
    jobFilesDir,
    isLoopback: isLoopbackName(host),
    publicUrl: options.publicUrl,
    backOfficeDir: options.backOfficeDir,
    isAccepting: () => isAccepting,
    metrics,
  })
  let background: Background | undefined
  try {
    const isNew = await needsFirstRun(ctx)
    const keeper = options.keyKeeper ?? NO_KEEPER
    await dropRetiredKeys(ctx, keeper)
    background = await startBackground(ctx, { jobFilesDir, anchor, keeper })
    const { main, open } = await openListeners(apps, { host, port }, options.publicApi)
    return {
      port: main.port,
      publicPort: open?.port,
      firstRunToken: isNew ? firstRunToken : undefined,
      async stop() {
        isAccepting = false
        await Promise.all([main.stop(), open?.stop()])
        await background?.stop()
        await database.close()
      },
    }
  } catch (error) {
    await background?.stop()
    await database.close()
    throw error
  }
}
