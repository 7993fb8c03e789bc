import { join } from 'node:path'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { z } from 'zod'
import type { Ctx, Db } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { startScheduler } from '../jobs/scheduler.ts'
import { nowMs, systemClock } from '../kernel/clock.ts'
import { invariant } from '../kernel/invariant.ts'
import {
  hasUnsealed,
  makeFileAnchor,
  recordChange,
  sealAudit,
  verifyAudit,
} from '../modules/audit/audit.service.ts'
import { authenticate, signIn } from '../modules/staff/staff.service.ts'
import { createStore } from '../modules/stores/stores.service.ts'
import { makeStaff, TEST_PASSWORD } from '../testing/test-staff.ts'
import { can, router } from '../trpc/trpc.ts'
import { onBothDatabases } from './bench-databases.ts'

const WRITERS = 8
const BLOCK_MS = 4_000
const BLOCKS = 7

const write = z.object({ id: z.int(), name: z.string(), isAudited: z.boolean() })
type Write = z.infer<typeof write>

/** The least that a service does: read what is there, change it – and record it, or not. */
async function rename(ctx: Ctx, { id, name, isAudited }: Write): Promise<void> {
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

const benchRouter = router({
  rename: can('stores.manage')
    .input(write)
    .output(z.void())
    .mutation(({ ctx, input }) => rename(ctx, input)),
})

/** The same as a request of staff: who asks, with the rights of this moment, and the procedure. */
const renameAsked = (token: string) => async (ctx: Ctx<Db>, input: Write) => {
  const response = await fetchRequestHandler({
    endpoint: '',
    router: benchRouter,
    req: new Request('http://bench/rename', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }),
    createContext: async () => ({
      ...ctx,
      actor: (await authenticate(ctx, token)) ?? ctx.actor,
      language: 'zh' as const,
      session: { set: () => undefined, clear: () => undefined },
      userAgent: 'bench',
      firstRunToken: undefined,
    }),
  })
  invariant(response.ok, `the write was refused: ${response.status}`)
  await response.text()
}

interface Run {
  readonly ids: readonly number[]
  readonly write: (ctx: Ctx<Db>, write: Write) => Promise<void>
}

/** Writes a second that all writers together do, each on a row of its own. */
async function measure(ctx: Ctx<Db>, { ids, write }: Run, isAudited: boolean): Promise<number> {
  const startedAt = nowMs(systemClock)
  let writes = 0
  await Promise.all(
    ids.map(async (id) => {
      while (nowMs(systemClock) - startedAt < BLOCK_MS) {
        await write(ctx, { id, name: `店 ${writes}`, isAudited })
        writes += 1
      }
    }),
  )
  return (writes * 1000) / (nowMs(systemClock) - startedAt)
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const round = (value: number) => Math.round(value * 1000) / 1000

/** Blocks with and without, in turn; the median of the ratios of neighbours. */
async function compare(ctx: Ctx<Db>, run: Run) {
  await measure(ctx, run, true)
  const pairs = []
  for (let n = 0; n < BLOCKS; n += 1) {
    // Which of the two goes first takes turns, so that a machine that slows down favours neither.
    const first = await measure(ctx, run, n % 2 === 0)
    const second = await measure(ctx, run, n % 2 !== 0)
    pairs.push(n % 2 === 0 ? { audited: first, plain: second } : { audited: second, plain: first })
  }
  const ratios = pairs.map(({ audited, plain }) => audited / plain)
  return {
    plainPerSecond: Math.round(median(pairs.map(({ plain }) => plain))),
    auditedPerSecond: Math.round(median(pairs.map(({ audited }) => audited))),
    ratio: round(median(ratios)),
    ratios: ratios.map(round),
  }
}

/**
 * Throughput of a write with its audit entry against the same write without, the sealer at work all the
 * time: the write as staff ask for it, and its transaction alone.
 */
export const benchAudit = () =>
  onBothDatabases(async (ctx, folder) => {
    const anchor = makeFileAnchor(join(folder, `${ctx.dialect.provider}.json`), ctx.keys)
    const run = (ctx: Ctx) => sealAudit(ctx, anchor, 'recent')
    const sealer = startScheduler(ctx, [
      { name: 'audit.seal', pattern: '*/3 * * * * *', hasWork: hasUnsealed, run },
    ])
    await makeStaff(ctx, { username: 'writer', roles: ['administrator'] })
    const token = await signIn(ctx, { username: 'writer', password: TEST_PASSWORD }, 'bench')
    const ids = []
    for (let n = 0; n < WRITERS; n += 1) {
      ids.push((await createStore(ctx, { code: `S${n}`, name: '店' })).id)
    }
    const asked = await compare(ctx, { ids, write: renameAsked(token) })
    const transaction = await compare(ctx, { ids, write: rename })
    await sealer.stop()
    await sealAudit(ctx, anchor)
    const verdict = await verifyAudit(ctx, anchor)
    return {
      writers: WRITERS,
      asked,
      transaction,
      entries: verdict.entries,
      faults: verdict.faults.length,
    }
  })
