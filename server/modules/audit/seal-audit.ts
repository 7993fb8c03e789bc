import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { invariant } from '../../kernel/invariant.ts'
import type { AuditAnchor } from './audit-anchor.ts'
import { CHAIN_START, chainHash } from './audit-chain.rules.ts'
import { writePlaces } from './audit.sql.ts'

const BATCH = 500
const HEAD_ID = 1

async function sealBatch(ctx: Ctx<Tx>): Promise<{ sealed: number; seq: number; hash: string }> {
  const head = await ctx.db.auditHead.findUnique({ where: { id: HEAD_ID } })
  const start = { seq: head?.seq ?? 0, hash: head?.hash ?? CHAIN_START }
  const rows = await ctx.db.auditEntry.findMany({
    where: { seq: null },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    take: BATCH,
    select: { id: true, tag: true },
  })
  let { seq, hash } = start
  const places = rows.map(({ id, tag }) => {
    seq += 1
    hash = chainHash(ctx.keys, { previous: hash, seq, id, tag })
    return { id, seq, hash }
  })
  if (places.length > 0) {
    const written = await writePlaces(ctx, places)
    invariant(written === places.length, 'two sealers at work on one chain')
    const sealedAt = ctx.clock.now()
    const end = { seq, hash, sealedAt }
    if (head) {
      const moved = await ctx.db.auditHead.updateMany({
        where: { id: HEAD_ID, seq: start.seq },
        data: end,
      })
      invariant(moved.count === 1, 'two sealers at work on one chain')
    } else {
      await ctx.db.auditHead.create({ data: { id: HEAD_ID, ...end }, select: { id: true } })
    }
  }
  return { sealed: rows.length, seq, hash }
}

/**
 * Chains the rows committed since the last time, in batches, and notes the end outside the database.
 * Run by one server at a time.
 * @returns how many rows were sealed
 */
export async function sealAudit(ctx: Ctx, anchor: AuditAnchor): Promise<number> {
  let sealed = 0
  for (;;) {
    const batch = await inTransaction(ctx, sealBatch)
    sealed += batch.sealed
    if (batch.sealed > 0) await anchor.write({ seq: batch.seq, hash: batch.hash })
    if (batch.sealed < BATCH) return sealed
  }
}

/** Are there rows that wait for their place in the chain? */
export async function hasUnsealed(ctx: Ctx): Promise<boolean> {
  return (
    (await ctx.db.auditEntry.findFirst({ where: { seq: null }, select: { id: true } })) !== null
  )
}
