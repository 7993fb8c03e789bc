import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { findVisibleBatch } from './batch.queries.ts'
import { reversibleOf } from './batch.sql.ts'
import { keyOf } from './give-by-hand.ts'
import { makeBatch } from './make-batch.ts'
import type { BatchStatus, MadeBatch, UndoBatchInput } from './point-changes.contract.ts'

const CHUNK = 1_000
const UNDOABLE: readonly string[] = ['done', 'cancelled'] satisfies BatchStatus[]

/**
 * Takes a batch back by entries that compensate its own, as far as that is possible: a batch itself, with the
 * same limit for approval. What members have spent already is owed or forgone, by the setting.
 * @throws AppError NOT_FOUND, BATCH_NOT_UNDOABLE, BATCH_EMPTY, KEY_REUSED
 */
export async function undoBatch(ctx: Ctx, input: UndoBatchInput): Promise<MadeBatch> {
  const key = keyOf(ctx, 'undo', input)
  const batch = await findVisibleBatch(ctx, input.id)
  let total = 0
  async function* members() {
    if (!UNDOABLE.includes(batch.status)) throw new AppError('BATCH_NOT_UNDOABLE')
    for (let after = 0; ;) {
      const rows = await reversibleOf(ctx, batch.id, { after, most: CHUNK })
      const open = rows.filter(({ left }) => left > 0)
      total -= open.reduce((sum, { points, left }) => sum + Math.sign(points) * left, 0)
      if (open.length > 0) yield open.map(({ memberId }) => memberId)
      if (rows.length < CHUNK) return
      after = rows.at(-1)?.memberId ?? after
    }
  }
  return makeBatch(ctx, key, members, async (ctx, { id, memberCount }) => {
    // Of two who undo it one succeeds; one that was rejected or stopped has let it go.
    const { count } = await ctx.db.pointBatch.updateMany({
      where: {
        ...{ id: batch.id, kind: 'adjust', undoneBy: null },
        status: { in: [...UNDOABLE] },
      },
      data: { undoneBy: id },
    })
    if (count === 0) throw new AppError('BATCH_NOT_UNDOABLE')
    const { reason } = input
    const given = { points: -batch.points, expiresOn: null, undoes: batch.id, reason }
    return { id, kind: 'undo', key, memberCount, total, ...given }
  })
}
