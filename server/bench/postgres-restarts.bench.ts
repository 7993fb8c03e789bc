import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { invariant } from '../kernel/invariant.ts'
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts'
import { checkGiven, type Given } from './given-commands.ts'
import { percentiles } from './percentiles.ts'
import { freshLedger, makeBuyers, PartnerHttp } from './served-ledger.ts'
import { SteadyLoad } from './steady-load.ts'

const ROUNDS = 20
const MEMBERS = 50
/** Postgres is stopped so long after it was well, by chance, and stays away so long. */
const WELL_MS = { min: 100, more: 1_500 }
const AWAY_MS = { min: 200, more: 1_500 }
const RECOVERY_MS_MAX = 30_000
const ASK_EVERY_MS = 10

const chance = ({ min, more }: { min: number; more: number }): number => min + Math.random() * more

async function untilReady(address: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await pause(ASK_EVERY_MS)
  }
}

/** How long something took that has to happen within the time limit. */
async function within(what: string, work: Promise<void>): Promise<number> {
  const startedMs = performance.now()
  const limit = new AbortController()
  const late = pause(RECOVERY_MS_MAX, 'late' as const, { signal: limit.signal })
  const first = await Promise.race([work, late])
  limit.abort()
  late.catch(() => undefined)
  invariant(first !== 'late', `no ${what} ${RECOVERY_MS_MAX} ms after Postgres was back`)
  return performance.now() - startedMs
}

interface Place {
  readonly postgres: TestPostgres
  readonly address: string
  readonly load: SteadyLoad
}

/** One outage. @returns ms from the moment Postgres takes connections */
async function outage({ postgres, address, load }: Place) {
  await pause(chance(WELL_MS))
  await postgres.stopAtOnce()
  await pause(chance(AWAY_MS))
  const asked = await fetch(`${address}/readyz`)
  await postgres.startAgain()
  const [command, ready] = await Promise.all([
    within('command', load.done()),
    within('/readyz', untilReady(address)),
  ])
  return { command, ready, saidNotReady: asked.status === 503 }
}

/**
 * Postgres is stopped at once under load and started again, time after time, while the server keeps running:
 * meanwhile each request is refused clearly, afterwards the server is well again by itself, and every
 * acknowledged command is there once.
 */
export async function provePostgresRestarts(rounds: number): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-restarts-'))
  const postgres = await startTestPostgres({ isDurable: true })
  const ledger = await freshLedger('postgresql', { folder, postgres })
  try {
    const uids = await ledger.open((ctx) => makeBuyers(ctx, MEMBERS))
    const http = new PartnerHttp('', await ledger.prepare())
    http.address = await ledger.serve()
    const given: Given = { acknowledged: new Map(), unknown: new Set() }
    const load = new SteadyLoad({ http, uids, given, name: 'restart' })
    const outages: Awaited<ReturnType<typeof outage>>[] = []
    for (let round = 1; round <= rounds; round += 1) {
      outages.push(await outage({ postgres, address: http.address, load }))
      if (round % 5 === 0) process.stderr.write(`  ${round} restarts\n`)
    }
    await load.end()
    http.close()
    await ledger.end()
    const { acknowledged, unknown } = given
    return {
      ...{ rounds, acknowledged: acknowledged.size, unknown: unknown.size },
      ...(await checkGiven(ledger, given)),
      refusals: load.refusals,
      saidNotReady: outages.filter(({ saidNotReady }) => saidNotReady).length,
      msUntilCommand: percentiles(outages.map(({ command }) => command)),
      msUntilReady: percentiles(outages.map(({ ready }) => ready)),
    }
  } finally {
    await ledger.end('SIGKILL')
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

export const benchPostgresRestarts = (): Promise<unknown> =>
  provePostgresRestarts(Number(process.env['BENCH_ROUNDS'] ?? ROUNDS))
