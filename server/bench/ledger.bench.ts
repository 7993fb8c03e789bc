import type { Ctx, Db } from '../db/context.ts'
import type { DatabaseLocation } from '../db/open.ts'
import type { LedgerCommand } from '../modules/points/ledger-commands.ts'
import { recordCommands, replay } from './bare-commands.ts'
import { drawMembers, MEMBERS, readThrough, withLedgers } from './ledger-template.ts'
import { LOAD_KINDS, type LoadKind, type LoadResult, type LoadTask } from './load-generator.ts'
import { GENERATOR_CORE, runLoad } from './run-load.ts'
import { ServedLedger } from './served-ledger.ts'

const SECONDS = 8
const WARM_UP_SECONDS = 3
/** Pages that members need are read from the disk once. */
const WARM_CACHES_SECONDS = 30
const P95_MAX_MS = 50
const RATES = process.env['BENCH_RATES']?.split(',').map(Number) ?? [
  ...[250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000, 2_250, 2_500, 2_750, 3_000, 3_500, 4_000],
  ...[4_500, 5_000, 6_000, 7_000],
]
const KINDS = LOAD_KINDS.filter(
  (kind) => process.env['BENCH_LOADS']?.split(',').includes(kind) ?? true,
)
/** Of what was asked for; below that the server did not keep up. */
const KEPT_UP = 0.98
const BARE_GROUPS = 300
const BARE_GROUP = 16
const BARE_CONNECTIONS = 2

interface Attempt extends LoadResult {
  readonly asked: number
  /** The time that the server computes for a request: what else runs changes it least. */
  readonly serverMs: number
}

async function attempt(ledger: ServedLedger, task: LoadTask): Promise<Attempt> {
  const cpuMs = await ledger.cpuMs()
  const result = await runLoad(task)
  const serverMs = Math.round((1000 * ((await ledger.cpuMs()) - cpuMs)) / result.sent) / 1000
  process.stderr.write(
    `  ${task.kind} ${task.rate}/s: ${result.rate}/s, p95 ${result.p95} ms, server ${serverMs} ms a request\n`,
  )
  return { asked: task.rate, serverMs, ...result }
}

const isKept = ({ asked, failed, p95, rate }: Attempt): boolean =>
  failed === 0 && p95 < P95_MAX_MS && rate >= asked * KEPT_UP

/** What else runs on a machine only ever slows: a rate that is missed is tried again. */
const ATTEMPTS = 3

/** The highest rate that is kept up with, and what the next one came to. */
async function highest(
  ledger: ServedLedger,
  task: Omit<LoadTask, 'rate' | 'kind'>,
  kind: LoadKind,
) {
  let best: Attempt | undefined
  for (const rate of RATES) {
    const attempts: Attempt[] = []
    while (attempts.length < ATTEMPTS && !attempts.some(isKept))
      attempts.push(await attempt(ledger, { ...task, kind, rate }))
    const last = attempts.at(-1)
    if (!last || !isKept(last)) return { best, beyond: last }
    best = last
  }
  return { best }
}

/** The statements of earns, in groups as they come under load, through the driver alone: commands a second. */
async function bareEarns(ctx: Ctx<Db>, location: DatabaseLocation, ids: readonly number[]) {
  const now = ctx.clock.now()
  const groups = Array.from({ length: BARE_GROUPS }, (_, g) =>
    Array.from({ length: BARE_GROUP }, (_, i): LedgerCommand => {
      const n = g * BARE_GROUP + i
      return {
        ...{ do: 'earn', memberId: ids[n % ids.length] ?? 1, points: 1, isPending: false },
        expiresOn: null,
        key: { caller: 'bare', key: `${now.getTime()}-${n}`, body: 'x'.repeat(64) },
        about: {
          ...{ business: 'activity', businessId: `bare-${n}`, occurredAt: now },
          explanation: { kind: 'partner', partner: 'bench', text: 'load' },
        },
      }
    }),
  )
  const recorded = await recordCommands(ctx, groups)
  const statements = recorded[0]?.length ?? 0
  return { recorded, statements, location }
}

async function measure(location: DatabaseLocation, folder: string) {
  await readThrough(folder)
  const ledger = new ServedLedger(location, folder)
  const { key, bare, uidsFile } = await ledger.open(async (ctx) => {
    const { ids, uidsFile } = await drawMembers(ctx, folder)
    const bare = await bareEarns(ctx, location, ids)
    return { key: await ledger.prepareIn(ctx), bare, uidsFile }
  })
  const bareMs = await replay(location, bare.recorded, BARE_CONNECTIONS)
  const barePerSecond = Math.round((BARE_GROUPS * BARE_GROUP * 1000) / bareMs)
  const address = await ledger.serve()
  const task = { address, key, uidsFile, seconds: SECONDS, warmUpSeconds: WARM_UP_SECONDS }
  await runLoad({ ...task, kind: 'mixed', rate: 500, seconds: WARM_CACHES_SECONDS })
  const found: Partial<Record<LoadKind, unknown>> = {}
  let earn = 0
  for (const kind of KINDS) {
    const result = await highest(ledger, task, kind)
    if (kind === 'earn') earn = result.best?.rate ?? 0
    found[kind] = result
  }
  await ledger.end()
  const ratio = Math.round((earn / barePerSecond) * 100) / 100
  const { statements } = bare
  return {
    bare: { earnsASecond: barePerSecond, group: BARE_GROUP, statements },
    earnOfBare: ratio,
    ...found,
  }
}

/**
 * Commands and look-ups through the signed partner API at fixed arrival rates, with a million members and ten
 * million entries: the highest rate whose p95 stays below 50 ms.
 */
export async function benchLedger(): Promise<unknown> {
  const figures: Record<string, unknown> = {}
  await withLedgers(async ({ location, folder, seededInSeconds }) => {
    figures[location.provider] = { seededInSeconds, ...(await measure(location, folder)) }
  })
  return { members: MEMBERS, seconds: SECONDS, generatorCore: GENERATOR_CORE, ...figures }
}
