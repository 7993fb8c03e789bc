import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Provider } from '../db/dialect.ts'
import { invariant } from '../kernel/invariant.ts'
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts'
import { checkGiven, type Given } from './given-commands.ts'
import { freshLedger, makeBuyers, PartnerHttp } from './served-ledger.ts'

const ROUNDS = 100
const MEMBERS = 50
const CONCURRENT = 24
/** A server is killed so long after it began to answer, by chance. */
const KILL_WITHIN_MS = 1_200
const KILL_AFTER_MS = 50

const answer = z.object({ entryId: z.uuid() })

/** Gives commands from many sides until the server is gone. */
async function load(http: PartnerHttp, uids: readonly string[], given: Given, round: number) {
  let n = 0
  let isGone = false
  const work = async (worker: number) => {
    while (!isGone) {
      n += 1
      const key = `r${round}-${n}`
      const uid = uids[(worker * 31 + n) % uids.length] ?? ''
      const way = n % 4 === 0 ? 'spend' : 'earn'
      const request = {
        ...{ method: 'POST', path: `/open-api/v1/members/${uid}/points/${way}`, key },
        body: { points: way === 'earn' ? 10 : 3, businessId: key, text: 'kill' },
      }
      const answered = await http.send(request).catch(() => undefined)
      if (!answered) {
        given.unknown.add(key)
        isGone = true
      } else if (answered.status === 200) {
        given.acknowledged.set(key, answer.parse(JSON.parse(answered.text)).entryId)
      } else {
        // Refused for want of points, or by a server that is going.
        invariant(answered.status === 409 || answered.status >= 500, answered.text)
        if (answered.status >= 500) given.unknown.add(key)
      }
    }
  }
  await Promise.all(Array.from({ length: CONCURRENT }, (_, worker) => work(worker)))
}

async function killLoop(
  provider: Provider,
  place: { folder: string; postgres: TestPostgres },
  rounds: number,
) {
  const ledger = await freshLedger(provider, place)
  const uids = await ledger.open((ctx) => makeBuyers(ctx, MEMBERS))
  const key = await ledger.prepare()
  const given: Given = { acknowledged: new Map(), unknown: new Set() }
  for (let round = 1; round <= rounds; round += 1) {
    const http = new PartnerHttp(await ledger.serve(), key)
    const loading = load(http, uids, given, round)
    await pause(KILL_AFTER_MS + Math.random() * KILL_WITHIN_MS)
    await ledger.end('SIGKILL')
    await loading
    http.close()
    if (round % 10 === 0) process.stderr.write(`  ${provider}: ${round} kills\n`)
  }
  const { acknowledged, unknown } = given
  const found = await checkGiven(ledger, given)
  return { rounds, acknowledged: acknowledged.size, unknown: unknown.size, ...found }
}

/** Servers that are killed under load, again and again: every acknowledged command is there once. */
export async function proveKills(rounds: number): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-kills-'))
  const postgres = await startTestPostgres({ isDurable: true })
  const place = { folder, postgres }
  try {
    return {
      sqlite: await killLoop('sqlite', place, rounds),
      postgresql: await killLoop('postgresql', place, rounds),
    }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

export const benchLedgerKills = (): Promise<unknown> =>
  proveKills(Number(process.env['BENCH_ROUNDS'] ?? ROUNDS))
