import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ctx, Db } from '../db/context.ts'
import type { Provider } from '../db/dialect.ts'
import { openDatabase, type DatabaseLocation } from '../db/open.ts'
import { systemClock } from '../kernel/clock.ts'
import { createApiKey } from '../modules/api-keys/api-keys.service.ts'
import { API_SCOPES } from '../modules/api-keys/api-keys.contract.ts'
import type { PointSettings } from '../modules/settings/point-settings.contract.ts'
import { getPointSettings, updatePointSettings } from '../modules/settings/settings.service.ts'
import { makeBuyer } from '../testing/order-desk.ts'
import { runBuilt, type BuiltProcess } from '../testing/run-built.ts'
import { silentLogger } from '../testing/silent-logger.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { freePort, type TestPostgres } from '../testing/test-postgres.ts'
import { PartnerHttp } from './partner-http.ts'

const POOL_MAX = 10
const START_MS_MAX = 30_000
const ASK_EVERY_MS = 30

const TICK_MS = 10
/** Fields of /proc/PID/stat behind the name: time in the program and in the kernel. */
const [USER_TICKS, KERNEL_TICKS] = [11, 12]

/** Waits until a server answers that it is ready. */
async function ready(address: string): Promise<void> {
  for (const until = Date.now() + START_MS_MAX; Date.now() < until;) {
    const answer = await fetch(`${address}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await pause(ASK_EVERY_MS)
  }
  throw new Error('the server did not start')
}

/** A database of a scenario, served by processes of their own or opened here. */
export class ServedLedger {
  readonly location: DatabaseLocation
  readonly #folder: string
  #servers: BuiltProcess[] = []

  constructor(location: DatabaseLocation, folder: string) {
    this.location = location
    this.#folder = folder
  }

  get #env(): Record<string, string> {
    const { location } = this
    return {
      DATABASE_URL: location.provider === 'sqlite' ? `file:${location.path}` : location.url,
      FILES_DIR: join(this.#folder, 'files'),
      BACKUP_DIR: join(this.#folder, 'backups'),
      LOG_LEVEL: 'warn',
    }
  }

  /** Opens the database here; no server may run on SQLite meanwhile. */
  async open<T>(work: (ctx: Ctx<Db>) => Promise<T>): Promise<T> {
    const database = await openDatabase({
      location: this.location,
      backupDir: join(this.#folder, 'backups'),
      clock: systemClock,
      log: silentLogger,
    })
    try {
      return await work(makeTestContext(database, { clock: systemClock }))
    } finally {
      await database.close()
    }
  }

  /** A key with every scope, and what is decided about points. */
  prepare(changes: Partial<PointSettings> = {}) {
    return this.open((ctx) => this.prepareIn(ctx, changes))
  }

  async prepareIn(ctx: Ctx<Db>, changes: Partial<PointSettings> = {}) {
    const { version: _, ...settings } = await getPointSettings(ctx)
    await updatePointSettings(ctx, { ...settings, ...changes })
    const input = { name: 'bench', scopes: [...API_SCOPES], source: 'mall', storeId: null }
    return createApiKey(ctx, input)
  }

  /** Starts one more server. @returns its address */
  async serve(): Promise<string> {
    const port = String(await freePort())
    const server = runBuilt('standalone', [], { ...this.#env, PORT: port })
    this.#servers.push(server)
    const address = `http://127.0.0.1:${port}`
    await ready(address)
    return address
  }

  /** Time that all servers have computed, in ms; 0 where the system does not say. */
  async cpuMs(): Promise<number> {
    const stats = await Promise.all(
      this.#servers.map(({ child }) => readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '')),
    )
    return stats.reduce((total, stat) => {
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return total + (Number(fields[USER_TICKS] ?? 0) + Number(fields[KERNEL_TICKS] ?? 0)) * TICK_MS
    }, 0)
  }

  /** What all servers have of the memory, in MB; 0 where the system does not say. */
  async memoryMb(): Promise<number> {
    const statuses = await Promise.all(
      this.#servers.map(({ child }) =>
        readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => ''),
      ),
    )
    const kb = statuses.map((status) => Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0))
    return Math.round(kb.reduce((total, each) => total + each, 0) / 1024)
  }

  /** Ends all servers: cleanly, or as a power cut would. @returns their exit codes */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<(number | null)[]> {
    const servers = this.#servers
    this.#servers = []
    return Promise.all(
      servers.map(async ({ child }) => {
        if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
        const closed = once(child, 'close')
        child.kill(signal)
        await closed
        return child.exitCode
      }),
    )
  }
}

/** Members who give commands. @returns their uids */
export async function makeBuyers(ctx: Ctx<Db>, count: number): Promise<string[]> {
  const made: string[] = []
  for (let n = 0; n < count; n += 1) made.push((await makeBuyer(ctx)).uid)
  return made
}

/** A fresh database. */
export async function freshLedger(
  provider: Provider,
  { folder, postgres }: { folder: string; postgres: TestPostgres },
): Promise<ServedLedger> {
  const name = `ledger_${Date.now()}_${Math.floor(Math.random() * 1e6)}`
  if (provider === 'sqlite')
    return new ServedLedger({ provider, path: join(folder, `${name}.db`) }, folder)
  await postgres.createDatabase(name)
  return new ServedLedger({ provider, url: postgres.urlOf(name), poolMax: POOL_MAX }, folder)
}

export { PartnerHttp }
