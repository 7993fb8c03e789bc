import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { findVisibleBatch, requireRight } from './batch.queries.ts'
import { reversibleOf } from './batch.sql.ts'
import { keyOf } from './give-by-hand.ts'
import { insertItems, reversibleItems } from './item.sql.ts'
import { makeBatch, noteMembers } from './make-batch.ts'
import type { BatchRow, BatchStatus, MadeBatch, UndoBatchInput } from './point-changes.contract.ts'

const CHUNK = 1_000
const UNDOABLE: readonly string[] = ['done', 'cancelled'] satisfies BatchStatus[]
/** A day that was moved stays: members were told of it, and what was used since cannot be told apart. */
const UNDOABLE_KINDS: readonly string[] = ['adjust', 'reinstate'] satisfies BatchRow['kind'][]

/**
 * Takes a batch back by entries that compensate its own, as far as that is possible: a batch itself, with the
 * same limit for approval. What members have spent already is owed or forgone, by the setting.
 * @throws AppError NOT_FOUND, FORBIDDEN, BATCH_NOT_UNDOABLE, BATCH_EMPTY, KEY_REUSED
 */
export async function undoBatch(ctx: Ctx, input: UndoBatchInput): Promise<MadeBatch> {
  const key = keyOf(ctx, 'undo', input)
  const batch = await findVisibleBatch(ctx, input.id)
  requireRight(ctx, batch)
  let [total, itemCount] = [0, 0]
  async function* members() {
    for (let after = 0; ;) {
      const rows = await reversibleOf(ctx, batch.id, { after, most: CHUNK })
      const open = rows.filter(({ left }) => left > 0)
      total -= open.reduce((sum, { points, left }) => sum + Math.sign(points) * left, 0)
      if (open.length > 0) yield open.map(({ memberId }) => memberId)
      if (rows.length < CHUNK) return
      after = rows.at(-1)?.memberId ?? after
    }
  }
  async function noteItems(id: string): Promise<number> {
    const members = new Set<number>()
    for (let after = ''; ;) {
      const rows = await reversibleItems(ctx, batch.id, { after, most: CHUNK })
      const open = rows.filter(({ points }) => points > 0)
      if (open.length > 0) await inTransaction(ctx, (ctx) => insertItems(ctx, id, open))
      for (const { memberId, points } of open) {
        members.add(memberId)
        total -= points
      }
      itemCount += open.length
      if (rows.length < CHUNK) return members.size
      after = rows.at(-1)?.place ?? after
    }
  }
  const isOfItems = batch.itemCount !== null
  const note = (id: string) => {
    if (!UNDOABLE.includes(batch.status) || !UNDOABLE_KINDS.includes(batch.kind))
      throw new AppError('BATCH_NOT_UNDOABLE')
    return isOfItems ? noteItems(id) : noteMembers(ctx, id, members())
  }
  return makeBatch(ctx, key, note, async (ctx, { id, memberCount }) => {
    // Of two who undo it one succeeds; one that was rejected or stopped has let it go.
    const { count } = await ctx.db.pointBatch.updateMany({
      where: {
        ...{ id: batch.id, kind: { in: [...UNDOABLE_KINDS] }, undoneBy: null },
        status: { in: [...UNDOABLE] },
      },
      data: { undoneBy: id },
    })
    if (count === 0) throw new AppError('BATCH_NOT_UNDOABLE')
    const { reason } = input
    // 0 where each has his own, and never the other zero.
    const given = { points: 0 - batch.points, expiresOn: null, undoes: batch.id, reason }
    const items = isOfItems ? { itemCount, doneItems: 0 } : {}
    return { id, kind: 'undo', key, memberCount, total, ...given, ...items }
  })
}
