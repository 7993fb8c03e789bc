import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Provider } from '../db/dialect.ts'
import { invariant } from '../kernel/invariant.ts'
import { makeBuyer } from '../testing/order-desk.ts'
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts'
import { freshLedger, PartnerHttp } from './served-ledger.ts'

const RACES = 1_000
const RACES_AT_ONCE = 8
const REDEMPTIONS = 200
const SAME_KEY = 64
const HOLD = 10

const balance = z.object({ balance: z.object({ available: z.int() }) })
const held = z.object({ holdId: z.uuid() })
const code = z.object({ code: z.string() })

/** Counts what is said how often. */
function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

/** Races over HTTP: SQLite by its one server, Postgres by two processes. */
async function race(provider: Provider, place: { folder: string; postgres: TestPostgres }) {
  const ledger = await freshLedger(provider, place)
  const { uid } = await ledger.open((ctx) => makeBuyer(ctx))
  const key = await ledger.prepare()
  const servers = provider === 'sqlite' ? 1 : 2
  const https: PartnerHttp[] = []
  for (let n = 0; n < servers; n += 1) https.push(new PartnerHttp(await ledger.serve(), key))
  let turn = 0
  /** One server after the other. */
  const post = (path: string, body: object, given?: string) => {
    const http = https[(turn += 1) % https.length]
    invariant(http, 'a server')
    const more = given === undefined ? {} : { key: given }
    return http.send({ method: 'POST', path: `/open-api/v1${path}`, body, ...more })
  }
  const what = { businessId: 'race', text: 'race' }
  const earn = (points: number, given?: string) =>
    post(`/members/${uid}/points/earn`, { points, ...what }, given)
  const spend = (points: number) => post(`/members/${uid}/points/spend`, { points, ...what })

  await earn(500)
  const redeemed = await Promise.all(Array.from({ length: REDEMPTIONS }, () => spend(10)))
  const redemptions = tally(
    redeemed.map(({ status, text }) =>
      status === 200 ? 'done' : code.parse(JSON.parse(text)).code,
    ),
  )
  const same = await Promise.all(Array.from({ length: SAME_KEY }, () => earn(70, 'same')))
  const other = await earn(71, 'same')
  const sameKey = {
    answers: new Set(same.map(({ text }) => text)).size,
    statuses: tally(same.map(({ status }) => String(status))),
    otherBody: other.status,
    availableAfter: balance.parse(JSON.parse(same[0]?.text ?? '')).balance.available,
  }

  await earn(RACES * HOLD)
  const oneRace = async () => {
    const basket = { memberUid: uid, lines: [{ amountFen: 1_000 }], orderNo: 'race' }
    const { holdId } = held.parse(
      JSON.parse((await post('/holds', { ...basket, points: HOLD })).text),
    )
    const ways = ['settle', 'release', 'release'].sort(() => Math.random() - 0.5)
    const ends = await Promise.all(
      ways.map((way) => post(`/holds/${holdId}/${way}`, way === 'settle' ? { points: HOLD } : {})),
    )
    const winners = ways.filter((_, i) => ends[i]?.status === 200)
    return winners.length === 1 ? (winners[0] ?? '') : `${winners.length} winners`
  }
  const outcomes: string[] = []
  let left = RACES
  const work = async () => {
    while (left > 0) {
      left -= 1
      outcomes.push(await oneRace())
    }
  }
  await Promise.all(Array.from({ length: RACES_AT_ONCE }, work))
  const holds = tally(outcomes)
  const last = await earn(1)
  const { available } = balance.parse(JSON.parse(last.text)).balance
  const expected = 70 + 1 + (RACES - (holds['settle'] ?? 0)) * HOLD
  for (const http of https) http.close()
  await ledger.end()
  return { servers, redemptions, sameKey, holds, available, isAsExpected: available === expected }
}

/** What many want at once, through the partner API. */
export async function benchLedgerRaces(): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-races-'))
  const postgres = await startTestPostgres({ isDurable: true })
  const place = { folder, postgres }
  try {
    return { sqlite: await race('sqlite', place), postgresql: await race('postgresql', place) }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
