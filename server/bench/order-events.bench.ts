import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Provider } from '../db/dialect.ts'
import { queryRows, sql } from '../db/sql.ts'
import { inTransaction } from '../db/transaction.ts'
import { invariant } from '../kernel/invariant.ts'
import { insertMembers, prepareMember } from '../modules/members/insert-members.ts'
import { verifyLedger } from '../modules/points/verify-ledger.ts'
import type { PartnerKey } from '../testing/partner-client.ts'
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts'
import { realOrders, type ToldOrder } from './real-orders.ts'
import { freshLedger, PartnerHttp, type ServedLedger } from './served-ledger.ts'

const CONCURRENT = 64
const MONTHS = 36
const KILLS = 20
/** Points for a yuan. */
const RATE = 10
const MEMBERS_AT_ONCE = 1_000
const ATTEMPTS_MAX = 200

interface Told {
  readonly key: string
  readonly body: object
}

function eventsOf({ orderNo, customer, day, quantity, fen }: ToldOrder): Told[] {
  const occurredAt = `${day}T12:00:00+08:00`
  const lines = [{ quantity, paidFen: fen, name: 'CD' }]
  return [
    {
      key: `${orderNo}-paid`,
      body: { kind: 'paid', orderNo, occurredAt, member: { externalId: customer }, lines },
    },
    { key: `${orderNo}-completed`, body: { kind: 'completed', orderNo, occurredAt } },
  ]
}

const addCustomers = (ledger: ServedLedger, orders: readonly ToldOrder[]) =>
  ledger.open(async (ctx) => {
    const customers = [...new Set(orders.map(({ customer }) => customer))]
    const now = ctx.clock.now()
    const nobody = {
      ...{ mobile: null, email: null, realName: null, cardNo: null, avatarUrl: null },
      ...{ birthday: null, regionCode: null, remark: '', registerStoreId: null, homeStoreId: null },
      ...{ gender: 'unknown' as const, registerChannel: 'import' as const, registeredAt: now },
    }
    for (let at = 0; at < customers.length; at += MEMBERS_AT_ONCE) {
      const rows = customers
        .slice(at, at + MEMBERS_AT_ONCE)
        .map((externalId) => prepareMember(ctx, { ...nobody, nickname: externalId, externalId }))
      const made = await inTransaction(ctx, (ctx) => insertMembers(ctx, rows))
      invariant(made.size === rows.length, 'every customer is a member')
    }
  })

/** Sends everything, many at a time, again and again what nobody answered. */
async function tellAll(
  http: PartnerHttp,
  events: readonly Told[],
  onAcknowledged: (count: number) => void = () => {},
): Promise<void> {
  let [next, done] = [0, 0]
  const answers = new Map<string, string>()
  const work = async () => {
    for (let event = events[next++]; event; event = events[next++]) {
      const { key, body } = event
      const request = { method: 'POST', path: '/open-api/v1/order-events', body, key }
      for (let attempt = 1; ; attempt += 1) {
        invariant(attempt <= ATTEMPTS_MAX, 'the server does not come back')
        const answer = await http.send(request).catch(() => undefined)
        if (answer && (answer.status === 200 || answer.status === 202)) {
          if (answer.status === 200) {
            const before = answers.get(key)
            invariant(before === undefined || before === answer.text, `${key} has two answers`)
            answers.set(key, answer.text)
          }
          break
        }
        invariant(!answer || answer.status >= 500, `${key}: ${answer?.text ?? ''}`)
        await pause(50)
      }
      done += 1
      onAcknowledged(done)
    }
  }
  await Promise.all(Array.from({ length: CONCURRENT }, work))
}

function shuffled<T>(items: readonly T[]): T[] {
  const mixed = [...items]
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1))
    const [a, b] = [mixed[i], mixed[j]]
    if (a !== undefined && b !== undefined) [mixed[i], mixed[j]] = [b, a]
  }
  return mixed
}

/** What the books have to say, from the file alone. */
function expectedOf(orders: readonly ToldOrder[]) {
  const balances = new Map<string, number>()
  const lots: string[] = []
  for (const { orderNo, customer, day, fen } of orders) {
    // Hundredths of a yuan at ten points a yuan, rounded down: integers all the way.
    const points = (fen * RATE - ((fen * RATE) % 100)) / 100
    balances.set(customer, (balances.get(customer) ?? 0) + points)
    const year = Number(day.slice(0, 4)) + MONTHS / 12
    const until = `${year}${day.slice(4) === '-02-29' && year % 4 !== 0 ? '-02-28' : day.slice(4)}`
    if (points > 0) lots.push(`${orderNo} ${points} ${until}`)
  }
  return {
    balances: [...balances].map(([customer, points]) => `${customer} ${points}`).sort(),
    lots: lots.sort(),
    spendFen: orders.reduce((sum, { fen }) => sum + fen, 0),
  }
}

/** What the books say. */
const readBooks = (ledger: ServedLedger) =>
  ledger.open(async (ctx) => {
    const balances = await queryRows(
      ctx,
      sql`SELECT m."externalId" AS "customer", COALESCE(a."available", 0) AS "points",
        COALESCE(a."pending" + a."held" + a."frozen" + a."debt", 0) AS "others"
        FROM "Member" m LEFT JOIN "PointAccount" a ON a."id" = m."id"`,
      z.object({ customer: z.string(), points: z.int(), others: z.literal(0) }),
    )
    const lots = await queryRows(
      ctx,
      sql`SELECT e."businessId" AS "orderNo", l."points", l."free", l."expiresOn"
        FROM "PointLot" l JOIN "PointEntry" e ON e."id" = l."id"`,
      z.object({ orderNo: z.string(), points: z.int(), free: z.int(), expiresOn: z.string() }),
    )
    const [spend] = await queryRows(
      ctx,
      sql`SELECT CAST(SUM(t."spendFen") AS BIGINT) AS "spendFen" FROM "MemberTotals" t`,
      z.object({ spendFen: z.coerce.number() }),
    )
    invariant(
      lots.every(({ points, free }) => points === free),
      'every lot is whole',
    )
    return {
      balances: balances.map(({ customer, points }) => `${customer} ${points}`).sort(),
      lots: lots
        .map(({ orderNo, points, expiresOn }) => `${orderNo} ${points} ${expiresOn}`)
        .sort(),
      spendFen: spend?.spendFen ?? 0,
    }
  })

/** What the proof of the ledger finds: nothing. */
const findings = (ledger: ServedLedger): Promise<number> =>
  ledger.open(async (ctx) => (await verifyLedger(ctx)).found)

const RULES = {
  award: {
    ...{ rateBp: RATE * 10_000, isPending: true, confirmAfterDays: 0 },
    validity: { kind: 'months' as const, months: MONTHS },
  },
  eventDaysMax: 2_000,
}

interface Place {
  readonly folder: string
  readonly postgres: TestPostgres
}

/** All events in their order, by one server that nobody disturbs. */
async function undisturbed(provider: Provider, place: Place, orders: readonly ToldOrder[]) {
  const ledger = await freshLedger(provider, place)
  await addCustomers(ledger, orders)
  const key: PartnerKey = await ledger.prepare(RULES)
  const http = new PartnerHttp(await ledger.serve(), key)
  const events = orders.flatMap(eventsOf)
  const startedAtMs = performance.now()
  await tellAll(http, events)
  const eventsASecond = Math.round((events.length / (performance.now() - startedAtMs)) * 1000)
  http.close()
  await ledger.end()
  return { ledger, eventsASecond }
}

/** All events twice, mixed, from many sides, while the server is killed at random moments. */
async function disturbed(provider: Provider, place: Place, orders: readonly ToldOrder[]) {
  const ledger = await freshLedger(provider, place)
  await addCustomers(ledger, orders)
  const key: PartnerKey = await ledger.prepare(RULES)
  const http = new PartnerHttp(await ledger.serve(), key)
  const events = shuffled(orders.flatMap(eventsOf).flatMap((event) => [event, event]))
  const killAt = shuffled(events.map((_, i) => i))
    .slice(0, KILLS)
    .sort((a, b) => a - b)
  let kills = 0
  let turn = Promise.resolve()
  await tellAll(http, events, (done) => {
    if (done < (killAt[kills] ?? Infinity)) return
    kills += 1
    turn = turn.then(async () => {
      await ledger.end('SIGKILL')
      http.address = await ledger.serve()
    })
  })
  await turn
  http.close()
  await ledger.end()
  return { ledger, kills }
}

/**
 * Real orders through the HTTP events, paid and completed: balances, awards and lots are those that the file
 * gives by itself, also when everything comes twice and mixed while the server is killed again and again.
 */
export async function proveOrderEvents(
  orders: readonly ToldOrder[],
  providers: readonly Provider[] = ['sqlite', 'postgresql'],
) {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-orders-'))
  const postgres = await startTestPostgres({ isDurable: true })
  const place = { folder, postgres }
  const expected = expectedOf(orders)
  const same = (books: typeof expected) => JSON.stringify(books) === JSON.stringify(expected)
  const on = async (provider: Provider) => {
    const calm = await undisturbed(provider, place, orders)
    const rough = await disturbed(provider, place, orders)
    return {
      eventsASecond: calm.eventsASecond,
      isAsExpected: same(await readBooks(calm.ledger)),
      found: await findings(calm.ledger),
      kills: rough.kills,
      isAsExpectedAfterKills: same(await readBooks(rough.ledger)),
      foundAfterKills: await findings(rough.ledger),
    }
  }
  try {
    const found: Partial<Record<Provider, Awaited<ReturnType<typeof on>>>> = {}
    for (const provider of providers) found[provider] = await on(provider)
    const points = expected.lots.reduce((sum, lot) => sum + Number(lot.split(' ')[1]), 0)
    return { orders: orders.length, members: expected.balances.length, points, ...found }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

export const benchOrderEvents = (): Promise<unknown> =>
  proveOrderEvents(realOrders(Number(process.env['BENCH_ORDERS'] ?? Infinity)))
