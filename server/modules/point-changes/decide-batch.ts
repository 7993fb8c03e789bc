import type { Ctx, Tx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { inTransaction } from '../../db/transaction.ts'
import { staffOf } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { todayOf } from './change-terms.ts'
import { findVisibleBatch, isStopped, requireRight } from './batch.queries.ts'
import { startWork } from './make-batch.ts'
import type { BatchReasonInput, BatchStatus } from './point-changes.contract.ts'

type Action = 'pointBatch.approve' | 'pointBatch.reject' | 'pointBatch.cancel' | 'pointBatch.resume'

const record = (ctx: Ctx<Tx>, action: Action, id: string, reason?: string) =>
  recordAudit(ctx, {
    action,
    target: { type: 'pointBatch', id, name: id },
    ...(reason === undefined ? {} : { reason }),
  })

/** Moves a batch on from where it has to be; of two who do so one succeeds. @throws AppError BATCH_DECIDED */
async function move(
  ctx: Ctx<Tx>,
  id: string,
  from: readonly BatchStatus[],
  data: Prisma.PointBatchUpdateManyMutationInput,
): Promise<void> {
  const where = { id, status: { in: [...from] } }
  const { count } = await ctx.db.pointBatch.updateMany({ where, data })
  if (count === 0) throw new AppError('BATCH_DECIDED')
}

const decided = (ctx: Ctx<Tx>) => ({
  decidedById: staffOf(ctx).adminUserId,
  decidedBy: ctx.actor.name,
  decidedAt: ctx.clock.now(),
})

/** A batch that waits, of somebody else. @throws AppError NOT_FOUND, OWN_BATCH */
async function batchOfAnother(ctx: Ctx<Tx>, id: string) {
  const batch = await findVisibleBatch(ctx, id)
  if (batch.createdById === staffOf(ctx).adminUserId) throw new AppError('OWN_BATCH')
  return batch
}

/**
 * Lets a batch begin that waits for a second person: never whoever made it.
 * @throws AppError NOT_FOUND, OWN_BATCH, BATCH_DECIDED, DATE_PAST
 */
export const approveBatch = (ctx: Ctx, { id }: { id: string }): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    const { expiresOn } = await batchOfAnother(ctx, id)
    if (expiresOn !== null && expiresOn < todayOf(ctx)) throw new AppError('DATE_PAST')
    await move(ctx, id, ['waiting'], { status: 'approved', ...decided(ctx) })
    await startWork(ctx, id)
    await record(ctx, 'pointBatch.approve', id)
  })

/** Who was to be taken back from can be asked for again. */
const freeUndone = (ctx: Ctx<Tx>, id: string) =>
  ctx.db.pointBatch.updateMany({ where: { undoneBy: id }, data: { undoneBy: null } })

/**
 * Refuses a batch that waits for a second person.
 * @throws AppError NOT_FOUND, OWN_BATCH, BATCH_DECIDED
 */
export const rejectBatch = (ctx: Ctx, { id, reason }: BatchReasonInput): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    await batchOfAnother(ctx, id)
    await move(ctx, id, ['waiting'], { status: 'rejected', decision: reason, ...decided(ctx) })
    await freeUndone(ctx, id)
    await record(ctx, 'pointBatch.reject', id, reason)
  })

/**
 * Stops a batch before it is done: what was done stays. One's own, or anybody's by those who make batches.
 * @throws AppError NOT_FOUND, FORBIDDEN, BATCH_DECIDED
 */
export const cancelBatch = (ctx: Ctx, { id, reason }: BatchReasonInput): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    const batch = await findVisibleBatch(ctx, id)
    const isOwn = batch.createdById === staffOf(ctx).adminUserId
    requireRight(ctx, batch, { isOwn })
    const data = { status: 'cancelled', decision: reason, finishedAt: ctx.clock.now() }
    await move(ctx, id, ['waiting', 'approved', 'running'], data)
    await freeUndone(ctx, id)
    await record(ctx, 'pointBatch.cancel', id, reason)
  })

/**
 * Goes on with a batch whose job ended before it was done.
 * @throws AppError NOT_FOUND, FORBIDDEN, BATCH_DECIDED
 */
export const resumeBatch = (ctx: Ctx, { id }: { id: string }): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    requireRight(ctx, await findVisibleBatch(ctx, id))
    await move(ctx, id, ['approved', 'running'], { status: 'running' })
    if (!(await isStopped(ctx, await findVisibleBatch(ctx, id))))
      throw new AppError('BATCH_DECIDED')
    await startWork(ctx, id)
    await record(ctx, 'pointBatch.resume', id)
  })
