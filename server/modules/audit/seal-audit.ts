import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { uuidv7Floor } from '../../kernel/ids.ts'
import { invariant } from '../../kernel/invariant.ts'
import type { AuditAnchor } from './audit-anchor.ts'
import { CHAIN_START, chainHash } from './audit-chain.rules.ts'
import { insertPlaces, readUnsealed } from './audit.sql.ts'

const BATCH = 500
const HEAD_ID = 1
/** No transaction lasts so long, so what was not there then is not older than this now. */
const LATEST_COMMIT_MS = 10 * 60_000

/** Everything, or what can have come since the last time: a look at the whole log is not for every second. */
export type SealReach = 'all' | 'recent'

async function rangeStart(ctx: Ctx, reach: SealReach): Promise<string> {
  if (reach === 'all') return ''
  const head = await ctx.db.auditHead.findUnique({
    where: { id: HEAD_ID },
    select: { sealedAt: true },
  })
  return head ? uuidv7Floor(head.sealedAt.getTime() - LATEST_COMMIT_MS) : ''
}

async function writeHead(
  ctx: Ctx<Tx>,
  start: { seq: number; isNew: boolean },
  end: { seq: number; hash: string },
) {
  const data = { ...end, sealedAt: ctx.clock.now() }
  if (start.isNew) {
    await ctx.db.auditHead.create({ data: { id: HEAD_ID, ...data }, select: { id: true } })
    return
  }
  const { count } = await ctx.db.auditHead.updateMany({
    where: { id: HEAD_ID, seq: start.seq },
    data,
  })
  invariant(count === 1, 'two sealers at work on one chain')
}

async function sealBatch(ctx: Ctx<Tx>, from: string) {
  const head = await ctx.db.auditHead.findUnique({ where: { id: HEAD_ID } })
  const rows = await readUnsealed(ctx, { from, take: BATCH })
  let seq = head?.seq ?? 0
  let hash = head?.hash ?? CHAIN_START
  const start = { seq, isNew: head === null }
  const places = rows.map(({ id, tag }) => {
    seq += 1
    hash = chainHash(ctx.keys, { previous: hash, seq, id, tag })
    return { entryId: id, seq, hash }
  })
  if (places.length > 0) {
    await insertPlaces(ctx, places)
    await writeHead(ctx, start, { seq, hash })
  }
  return { sealed: places.length, end: { seq, hash } }
}

/** Does the log still hold what was promised outside of it? */
async function keepsPromise(ctx: Ctx, anchor: AuditAnchor): Promise<boolean> {
  const promised = await anchor.read()
  if (!promised) return true
  const place = await ctx.db.auditSeal.findUnique({ where: { seq: promised.seq } })
  return place?.hash === promised.hash
}

/**
 * Chains the rows committed since the last time, in batches, and notes the end outside the database. Where
 * the log no longer holds what was noted there before, the note stays: `verifyAudit` shows the cut.
 * Run by one server at a time; of two at once one fails and leaves nothing.
 * @returns how many rows were sealed
 */
export async function sealAudit(
  ctx: Ctx,
  anchor: AuditAnchor,
  reach: SealReach = 'all',
): Promise<number> {
  const from = await rangeStart(ctx, reach)
  const isWhole = await keepsPromise(ctx, anchor)
  if (!isWhole) ctx.log.error('the audit log no longer ends where it did: run verify-audit')
  let total = 0
  for (;;) {
    const { sealed, end } = await inTransaction(ctx, (ctx) => sealBatch(ctx, from))
    total += sealed
    if (sealed > 0 && isWhole) await anchor.write(end)
    if (sealed < BATCH) return total
  }
}

/** Are there rows that wait for their place in the chain? */
export async function hasUnsealed(ctx: Ctx): Promise<boolean> {
  const from = await rangeStart(ctx, 'recent')
  return (await readUnsealed(ctx, { from, take: 1 })).length > 0
}
