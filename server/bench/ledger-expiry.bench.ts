import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { addDays } from '../contract/dates.ts'
import type { Ctx } from '../db/context.ts'
import type { DatabaseLocation } from '../db/open.ts'
import { queryRows, sql } from '../db/sql.ts'
import { enqueueJob } from '../modules/jobs/jobs.service.ts'
import { bareDriver } from './bare-driver.ts'
import { drawMembers, MEMBERS, readThrough, withLedgers } from './ledger-template.ts'
import type { LoadResult } from './load-generator.ts'
import { runLoad } from './run-load.ts'
import { ServedLedger } from './served-ledger.ts'

const LOOK_UPS_A_SECOND = 100
const SLICE_SECONDS = 20
const WARM_UP_SECONDS = 2
const POLL_MS = 1_000
/** Until then caches and the heap grow to their size. */
const SETTLED_AFTER_S = 60
const MINUTES_MAX = 20

const firstRow = z.object({ day: z.string(), lots: z.coerce.number() })
const jobRow = z.object({ status: z.string(), done: z.coerce.number() })

/** The first day on which lots end, and how many. */
async function firstEnding(ctx: Ctx) {
  const [first] = await queryRows(
    ctx,
    sql`SELECT l."expiresOn" AS "day", count(*) AS "lots" FROM "PointLot" l WHERE l."free" > 0
      AND l."expiresOn" = (SELECT min(f."expiresOn") FROM "PointLot" f WHERE f."free" > 0)
      GROUP BY l."expiresOn"`,
    firstRow,
  )
  if (!first) throw new Error('there is nothing left to expire: remove the template')
  return first
}

interface Sample {
  readonly s: number
  readonly mb: number
}

/** How memory grows, by the straight line that fits best: MB a minute. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((total, sample) => total + of(sample), 0) / samples.length
  const [s, mb] = [mean((one) => one.s), mean((one) => one.mb)]
  const rise = samples.reduce((total, one) => total + (one.s - s) * (one.mb - mb), 0)
  const run = samples.reduce((total, one) => total + (one.s - s) ** 2, 0)
  return run === 0 ? 0 : Math.round((rise / run) * 60 * 100) / 100
}

async function measure(location: DatabaseLocation, folder: string) {
  await readThrough(folder)
  const ledger = new ServedLedger(location, folder)
  const { key, uidsFile, jobId, lots } = await ledger.open(async (ctx) => {
    const { uidsFile } = await drawMembers(ctx, folder)
    const { day, lots } = await firstEnding(ctx)
    const { id: jobId } = await enqueueJob(ctx, 'points.expire', { day: addDays(day, 1) })
    return { key: await ledger.prepareIn(ctx), uidsFile, jobId, lots }
  })
  const driver = bareDriver(location)
  const address = await ledger.serve()
  const startedAtMs = performance.now()
  const samples: Sample[] = []
  let endedInSeconds: number | undefined
  let done = 0
  const watch = async () => {
    while (endedInSeconds === undefined) {
      await pause(POLL_MS)
      const s = (performance.now() - startedAtMs) / 1000
      samples.push({ s, mb: await ledger.memoryMb() })
      const [row] = await driver.all('SELECT "status", "done" FROM "Job" WHERE "id" = ?', [jobId])
      const job = jobRow.parse(row)
      done = job.done
      if (job.status !== 'queued' && job.status !== 'running') endedInSeconds = s
      if (s > MINUTES_MAX * 60) throw new Error(`expired ${done} of ${lots} in ${s} s`)
    }
  }
  const slices: LoadResult[] = []
  const look = async () => {
    const task = { address, key, uidsFile, seconds: SLICE_SECONDS, warmUpSeconds: WARM_UP_SECONDS }
    while (endedInSeconds === undefined) {
      const slice = await runLoad({ ...task, kind: 'look-up', rate: LOOK_UPS_A_SECOND })
      slices.push(slice)
      process.stderr.write(`  ${location.provider}: ${done} of ${lots}, p95 ${slice.p95} ms\n`)
    }
  }
  await Promise.all([watch(), look()])
  await ledger.end()
  await driver.close()
  const settled = samples.filter(({ s }) => s > SETTLED_AFTER_S)
  return {
    ...{ lots, seconds: Math.round(endedInSeconds ?? 0) },
    lotsASecond: Math.round(lots / (endedInSeconds ?? 1)),
    lookUps: {
      aSecond: LOOK_UPS_A_SECOND,
      failed: slices.reduce((total, { failed }) => total + failed, 0),
      /** Of each slice of time: the worst, and the middle. */
      p95Max: Math.max(...slices.map(({ p95 }) => p95)),
      p95Middle: slices.map(({ p95 }) => p95).sort((a, b) => a - b)[slices.length >> 1],
    },
    memory: { slopeMbAMinute: slopeOf(settled), lastMb: samples.at(-1)?.mb },
  }
}

/** A million lots end while members are looked up at a fixed rate: how long it takes, and what both cost. */
export async function benchLedgerExpiry(): Promise<unknown> {
  const figures: Record<string, unknown> = {}
  await withLedgers(async ({ location, folder }) => {
    figures[location.provider] = await measure(location, folder)
  })
  return { members: MEMBERS, ...figures }
}
