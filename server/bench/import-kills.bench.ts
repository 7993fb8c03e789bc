import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Provider } from '../db/dialect.ts'
import { invariant } from '../kernel/invariant.ts'
import { runBuilt } from '../testing/run-built.ts'
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts'

const KILLS = 20
/** Of one import, before it may end: with 20 in all each file is killed in two databases. */
const KILLS_OF_ONE = 5
/** A moment within the time an import takes, and a little beyond, so that now and then one gets to its end. */
const KILL_WITHIN = 1.1
const REAL_DATA = join(process.cwd(), '../shared/data')
const MADE_UP_MEMBERS = 20_000
const MADE_UP_ORDERS = 60_000

const stats = z.object({
  members: z.int(),
  orders: z.int(),
  paidFen: z.int(),
  bookedOrders: z.int(),
  bookedFen: z.int(),
})
type Stats = z.infer<typeof stats>

interface Files {
  readonly members: string
  readonly orders: string
}

/** The real histories where they lie beside the checkout, made-up ones elsewhere. */
async function filesIn(folder: string): Promise<Files> {
  const real = {
    members: join(REAL_DATA, 'cdnow-members.csv'),
    orders: join(REAL_DATA, 'cdnow-orders.csv'),
  }
  if (existsSync(real.orders)) return real
  const files = { members: join(folder, 'members.csv'), orders: join(folder, 'orders.csv') }
  const members = Array.from(
    { length: MADE_UP_MEMBERS },
    (_, i) => `${i},199${String(i).padStart(8, '0')}`,
  )
  const orders = Array.from(
    { length: MADE_UP_ORDERS },
    (_, i) =>
      `O${i},${(i * 7) % MADE_UP_MEMBERS},2026-01-${String((i % 28) + 1).padStart(2, '0')},1,${i % 500}.25`,
  )
  await writeFile(files.members, ['customerId,mobile', ...members].join('\n'))
  await writeFile(
    files.orders,
    ['orderNo,customerId,paidDate,quantity,amount', ...orders].join('\n'),
  )
  return files
}

/** A fresh database each time it is asked for. */
async function makePlace(provider: Provider, folder: string, postgres: TestPostgres) {
  const name = `kills_${Date.now()}_${Math.floor(Math.random() * 1e6)}`
  if (provider === 'postgresql') {
    await postgres.createDatabase(name)
    return { DATABASE_URL: postgres.urlOf(name) }
  }
  return { DATABASE_URL: `file:${join(folder, `${name}.db`)}` }
}

type Env = Record<string, string>

/** Runs a command to its end, or kills it after a while. @returns whether it ended by itself */
async function runOrKill(args: readonly string[], env: Env, afterMs: number): Promise<boolean> {
  const { child, finished } = runBuilt('cli', args, env)
  const ended = finished.then(() => true)
  const isEnded = await Promise.race([ended, pause(afterMs, false, { ref: false })])
  if (!isEnded) child.kill('SIGKILL')
  const { code, stderr } = await finished
  invariant(!isEnded || code === 0, `an import failed: ${stderr}`)
  return isEnded
}

async function readStats(env: Env): Promise<Stats> {
  const { stdout, stderr } = await runBuilt('cli', ['stats', '--json'], env).finished
  invariant(stdout !== '', `stats failed: ${stderr}`)
  return stats.parse(JSON.parse(stdout))
}

const UNDISTURBED_MS = 600_000

/** Imports a file without a disturbance. @returns how many milliseconds that takes */
async function timeImport(args: readonly string[], env: Env): Promise<number> {
  const startedAtMs = performance.now()
  invariant(await runOrKill(args, env, UNDISTURBED_MS), 'the import took too long')
  return performance.now() - startedAtMs
}

async function killLoop(provider: Provider, folder: string, postgres: TestPostgres) {
  const files = await filesIn(folder)
  const base = { FILES_DIR: join(folder, 'files'), BACKUP_DIR: join(folder, 'backups') }
  const fresh = async () => ({ ...base, ...(await makePlace(provider, folder, postgres)) })
  const calm = await fresh()
  const imports: { args: readonly string[]; tookMs: number }[] = []
  for (const args of [
    ['import-members', files.members],
    ['import-orders', files.orders],
  ]) {
    imports.push({ args, tookMs: await timeImport(args, calm) })
  }
  const expected = await readStats(calm)
  const same = (seen: Stats) => JSON.stringify(seen) === JSON.stringify(expected)
  let kills = 0
  let rounds = 0
  const different: Stats[] = []
  /** Kills an import at random moments and repeats it until it gets to its end. */
  const killOne = async (env: Env, { args, tookMs }: (typeof imports)[number]) => {
    for (let left = KILLS_OF_ONE; ; left -= 1) {
      const mayKill = left > 0 && kills < KILLS
      const afterMs = mayKill ? Math.random() * tookMs * KILL_WITHIN : UNDISTURBED_MS
      if (await runOrKill(args, env, afterMs)) return
      kills += 1
      const { members, orders, bookedOrders, paidFen, bookedFen } = await readStats(env)
      invariant(orders === bookedOrders && paidFen === bookedFen, 'half a batch was left')
      process.stderr.write(`  ${provider}: kill ${kills}, so far ${members} / ${orders}\n`)
    }
  }
  while (kills < KILLS) {
    const env = await fresh()
    rounds += 1
    for (const each of imports) await killOne(env, each)
    const seen = await readStats(env)
    if (!same(seen)) different.push(seen)
  }
  return { kills, rounds, expected, different }
}

/** Imports that are killed at random moments and repeated: the totals must be those of one undisturbed. */
export async function benchImportKills(): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-kills-'))
  const postgres = await startTestPostgres({ isDurable: true })
  try {
    return {
      sqlite: await killLoop('sqlite', folder, postgres),
      postgresql: await killLoop('postgresql', folder, postgres),
    }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
