import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Ctx, Db } from '../db/context.ts'
import type { Provider } from '../db/dialect.ts'
import { queryRows, sql } from '../db/sql.ts'
import { invariant } from '../kernel/invariant.ts'
import { makeBuyer } from '../testing/order-desk.ts'
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts'
import { freshLedger, PartnerHttp, type ServedLedger } from './served-ledger.ts'

const ROUNDS = 100
const MEMBERS = 50
const CONCURRENT = 24
/** A server is killed so long after it began to answer, by chance. */
const KILL_WITHIN_MS = 1_200
const KILL_AFTER_MS = 50

const answer = z.object({ entryId: z.uuid() })

/** Commands as whoever gave them knows them: acknowledged with the entry, or nobody knows. */
interface Given {
  readonly acknowledged: Map<string, string>
  readonly unknown: Set<string>
}

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

/** A killed server's last transactions may still be ending in the database. */
async function untilQuiet(ctx: Ctx<Db>): Promise<void> {
  if (ctx.dialect.provider === 'sqlite') return
  for (;;) {
    const [busy] = await queryRows(
      ctx,
      sql`SELECT CAST(COUNT(*) AS INTEGER) AS "count" FROM pg_stat_activity
        WHERE "datname" = current_database() AND "state" <> 'idle' AND "pid" <> pg_backend_pid()`,
      z.object({ count: z.int() }),
    )
    if (busy?.count === 0) return
    await pause(20)
  }
}

/** What the books have of the commands: each acknowledged one once, with its entry, and sums that agree. */
const check = (ledger: ServedLedger, { acknowledged, unknown }: Given) =>
  ledger.open(async (ctx) => {
    await untilQuiet(ctx)
    const entries = await queryRows(
      ctx,
      sql`SELECT e."id", e."businessId", e."points", e."memberId" FROM "PointEntry" e`,
      z.object({ id: z.string(), businessId: z.string(), points: z.int(), memberId: z.int() }),
    )
    const booked = new Map(entries.map((entry) => [entry.businessId, entry.id]))
    const lost = [...acknowledged].filter(([key, id]) => booked.get(key) !== id).length
    const strange = entries.filter(
      ({ businessId }) => !acknowledged.has(businessId) && !unknown.has(businessId),
    ).length
    const sums = new Map<number, number>()
    for (const { memberId, points } of entries)
      sums.set(memberId, (sums.get(memberId) ?? 0) + points)
    const accounts = await ctx.db.pointAccount.findMany()
    const lots = await ctx.db.pointLot.groupBy({ by: ['memberId'], _sum: { free: true } })
    const free = new Map(lots.map(({ memberId, _sum }) => [memberId, _sum.free ?? 0]))
    const wrong = accounts.filter(
      ({ id, available }) => available !== sums.get(id) || available !== free.get(id),
    ).length
    const twice = entries.length - booked.size
    return { entries: entries.length, lost, twice, strange, wrongBalances: wrong }
  })

async function killLoop(
  provider: Provider,
  place: { folder: string; postgres: TestPostgres },
  rounds: number,
) {
  const ledger = await freshLedger(provider, place)
  const uids = await ledger.open(async (ctx) => {
    const made: string[] = []
    for (let n = 0; n < MEMBERS; n += 1) made.push((await makeBuyer(ctx)).uid)
    return made
  })
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
  const found = await check(ledger, given)
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
