import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { PartnerHttp } from './partner-http.ts'

export const LOAD_KINDS = ['earn', 'spend', 'quote', 'look-up', 'mixed'] as const
export type LoadKind = (typeof LOAD_KINDS)[number]

const task = z.object({
  address: z.string(),
  key: z.object({ keyId: z.string(), secret: z.string() }),
  /** A file with a member's uid on each line. */
  uidsFile: z.string(),
  kind: z.enum(LOAD_KINDS),
  /** Requests a second, whatever the answers do. */
  rate: z.number(),
  seconds: z.number(),
  warmUpSeconds: z.number(),
})
export type LoadTask = z.infer<typeof task>

export const loadResult = z.object({
  sent: z.int(),
  ok: z.int(),
  failed: z.int(),
  /** Answers a second, of those asked for after the warm-up. */
  rate: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
  /** Of the generator, in % of one core. */
  cpuPercent: z.number(),
})
export type LoadResult = z.infer<typeof loadResult>

const TICK_MS = 2
/** Of the mixed load, as in the anchors: 70 % look-ups, 30 % earns. */
const LOOK_UPS = 0.7
const DRAIN_MS = 10_000

function requestOf(kind: LoadKind, uid: string, n: number) {
  const path = `/open-api/v1/members/${uid}/points`
  const what = { businessId: `load-${n}`, text: 'load' }
  const actual = kind !== 'mixed' ? kind : Math.random() < LOOK_UPS ? 'look-up' : 'earn'
  switch (actual) {
    case 'look-up':
      return { method: 'GET', path }
    case 'quote': {
      const body = {
        memberUid: uid,
        lines: [{ amountFen: 5_000 }, { amountFen: 2_500 }],
        points: 100,
      }
      return { method: 'POST', path: '/open-api/v1/quotes', body }
    }
    case 'earn':
    case 'spend':
      return { method: 'POST', path: `${path}/${actual}`, body: { points: 1, ...what } }
  }
}

const round = (value: number): number => Math.round(value * 10) / 10

/**
 * Sends requests at a fixed rate and measures each from the moment at which it was due, so that a server that
 * falls behind can't hide it (an open model).
 */
async function generate(given: LoadTask): Promise<LoadResult> {
  const { address, key, kind, rate, seconds, warmUpSeconds } = given
  const uids = readFileSync(given.uidsFile, 'utf8').trim().split('\n')
  const http = new PartnerHttp(address, key)
  const times: number[] = []
  let [sent, ok, failed, done] = [0, 0, 0, 0]
  const startedAtMs = performance.now()
  const cpu = process.cpuUsage()
  const endMs = startedAtMs + (warmUpSeconds + seconds) * 1000
  const countFromMs = startedAtMs + warmUpSeconds * 1000
  let lastMs = startedAtMs
  const send = async (dueAtMs: number, n: number) => {
    const uid = uids[Math.floor(Math.random() * uids.length)] ?? ''
    const answer = await http.send(requestOf(kind, uid, n)).catch(() => undefined)
    const now = performance.now()
    done += 1
    if (dueAtMs < countFromMs) return
    if (answer?.status === 200) ok += 1
    else failed += 1
    lastMs = now
    times.push(now - dueAtMs)
  }
  while (performance.now() < endMs) {
    const due = Math.floor(((performance.now() - startedAtMs) / 1000) * rate)
    for (; sent < due; sent += 1) void send(startedAtMs + ((sent + 1) / rate) * 1000, sent)
    await pause(TICK_MS)
  }
  for (const until = performance.now() + DRAIN_MS; done < sent && performance.now() < until;)
    await pause(TICK_MS)
  const used = process.cpuUsage(cpu)
  const wallMs = performance.now() - startedAtMs
  http.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => round(times[Math.floor(times.length * share)] ?? 0)
  return {
    ...{ sent, ok, failed: failed + (sent - done) },
    rate: round((ok / (lastMs - countFromMs)) * 1000),
    ...{ p50: at(0.5), p95: at(0.95), p99: at(0.99), max: round(times.at(-1) ?? 0) },
    cpuPercent: round((used.user + used.system) / 10 / wallMs),
  }
}

/** The load generator as a process of its own: a task as JSON in, a result as JSON out. */
export async function runGenerator(text: string): Promise<void> {
  process.stdout.write(JSON.stringify(await generate(task.parse(JSON.parse(text)))))
  process.exit(0)
}
