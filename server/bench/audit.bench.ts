import { join } from 'node:path'
import type { Ctx, Db } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { startScheduler } from '../jobs/scheduler.ts'
import { nowMs, systemClock } from '../kernel/clock.ts'
import {
  hasUnsealed,
  makeFileAnchor,
  recordChange,
  sealAudit,
  verifyAudit,
} from '../modules/audit/audit.service.ts'
import { createStore } from '../modules/stores/stores.service.ts'
import { onBothDatabases } from './bench-databases.ts'

const WRITERS = 8
const BLOCK_MS = 4_000
const BLOCKS = 7

/** One write as the services make them: read what is there, change it – and record it, or not. */
async function rename(ctx: Ctx<Db>, id: number, name: string, isAudited: boolean): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const before = await ctx.db.store.findUniqueOrThrow({ where: { id }, select: { name: true } })
    await ctx.db.store.update({ where: { id }, data: { name }, select: { id: true } })
    if (!isAudited) return
    const target = { type: 'store', id, name } as const
    await recordChange(
      ctx,
      { action: 'store.update', target, storeId: id },
      { before, after: { name } },
    )
  })
}

/** Writes a second that all writers together do, each on a row of its own. */
async function measure(ctx: Ctx<Db>, ids: readonly number[], isAudited: boolean): Promise<number> {
  const startedAt = nowMs(systemClock)
  let writes = 0
  await Promise.all(
    ids.map(async (id) => {
      while (nowMs(systemClock) - startedAt < BLOCK_MS) {
        await rename(ctx, id, `店 ${writes}`, isAudited)
        writes += 1
      }
    }),
  )
  return (writes * 1000) / (nowMs(systemClock) - startedAt)
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const round = (value: number) => Math.round(value * 1000) / 1000

/**
 * Throughput of a write with its audit entry against the same write without: blocks of both in turn, the
 * sealer at work all the time, the median of the ratios of neighbours.
 */
export const benchAudit = () =>
  onBothDatabases(async (ctx, folder) => {
    const anchor = makeFileAnchor(join(folder, `${ctx.dialect.provider}.json`), ctx.keys)
    const run = (ctx: Ctx) => sealAudit(ctx, anchor, 'recent')
    const sealer = startScheduler(ctx, [
      { name: 'audit.seal', pattern: '*/3 * * * * *', hasWork: hasUnsealed, run },
    ])
    const ids = []
    for (let n = 0; n < WRITERS; n += 1) {
      ids.push((await createStore(ctx, { code: `S${n}`, name: '店' })).id)
    }
    await measure(ctx, ids, true)
    const pairs = []
    for (let n = 0; n < BLOCKS; n += 1) {
      // Which of the two goes first takes turns, so that a machine that slows down favours neither.
      const first = await measure(ctx, ids, n % 2 === 0)
      const second = await measure(ctx, ids, n % 2 !== 0)
      pairs.push(
        n % 2 === 0 ? { audited: first, plain: second } : { audited: second, plain: first },
      )
    }
    await sealer.stop()
    await sealAudit(ctx, anchor)
    const verdict = await verifyAudit(ctx, anchor)
    const ratios = pairs.map(({ audited, plain }) => audited / plain)
    return {
      writers: WRITERS,
      plainPerSecond: Math.round(median(pairs.map(({ plain }) => plain))),
      auditedPerSecond: Math.round(median(pairs.map(({ audited }) => audited))),
      ratio: round(median(ratios)),
      ratios: ratios.map(round),
      entries: verdict.entries,
      faults: verdict.faults.length,
    }
  })
