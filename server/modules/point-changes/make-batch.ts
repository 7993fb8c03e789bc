import type { Ctx, Tx } from '../../db/context.ts'
import { insertRows } from '../../db/row-set.ts'
import { inTransaction } from '../../db/transaction.ts'
import { staffOf } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { invariant } from '../../kernel/invariant.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { enqueueJob } from '../jobs/jobs.service.ts'
import { countSelected, iterateSelected } from '../members/members.service.ts'
import type { CommandKey } from '../points/points.service.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { takeOwnTurn } from '../staff/staff.service.ts'
import { lastDayOf, needsApproval, todayOf, valueOf } from './change-terms.ts'
import { keyOf } from './give-by-hand.ts'
import { countShort, MEMBER_COLUMNS, storesOfBatch } from './batch.sql.ts'
import type {
  BatchPreview,
  BatchPreviewInput,
  BatchRow,
  BatchStatus,
  CreateBatchInput,
  MadeBatch,
} from './point-changes.contract.ts'

/** As the list has them: whoever has to check them reads them so. */
const IN_ORDER = { sort: 'registeredAt', order: 'asc' } as const

/** What a batch over a selection would come to now. Changes nothing. */
export async function previewBatch(
  ctx: Ctx,
  { selection, points }: BatchPreviewInput,
): Promise<BatchPreview> {
  const settings = await getPointSettings(ctx)
  const members = await countSelected(ctx, selection)
  const total = points * members
  let short = 0
  if (points < 0) {
    for await (const ids of iterateSelected(ctx, selection, IN_ORDER))
      short += await countShort(ctx, ids, -points)
  }
  return {
    ...{ members, total, valueFen: valueOf(settings, total), short },
    needsApproval: needsApproval(settings, total),
    today: todayOf(ctx),
    ruleExpiresOn: lastDayOf(ctx, settings, { points: 1 }),
  }
}

/** Notes who is in a batch. @returns how many */
export async function noteMembers(
  ctx: Ctx,
  batchId: string,
  chunks: AsyncIterable<readonly number[]>,
): Promise<number> {
  let count = 0
  for await (const ids of chunks) {
    const rows = ids.map((memberId) => ({ batchId, memberId, status: 'waiting', forgone: 0 }))
    await inTransaction(ctx, (ctx) =>
      insertRows(ctx, { table: 'PointBatchMember', columns: MEMBER_COLUMNS, rows }),
    )
    count += ids.length
  }
  return count
}

/** The batch that was made with a key. */
export const batchOfKey = (ctx: Ctx, { caller, key }: CommandKey) =>
  ctx.db.pointBatch.findUnique({
    where: { caller_key: { caller, key } },
    select: { id: true, status: true, body: true },
  })

interface NewBatch {
  readonly id: string
  readonly kind: BatchRow['kind']
  readonly key: CommandKey
  readonly points: number
  readonly expiresOn: string | null
  readonly memberCount: number
  readonly total: number
  readonly reason: string
  readonly undoes?: string
  /** Of one that is about lots or entries one by one. */
  readonly itemCount?: number
  readonly doneItems?: number
  readonly fromDay?: string
  readonly toDay?: string
  readonly storeId?: number | null
}

const AUDITED = {
  adjust: 'pointBatch.create',
  extend: 'pointBatch.extend',
  reinstate: 'pointBatch.reinstate',
  undo: 'pointBatch.undo',
} as const satisfies Record<NewBatch['kind'], string>

/** Has a batch done by a job, as the program: who may start it has been asked, and its rights may change. */
export async function startWork(ctx: Ctx<Tx>, id: string): Promise<void> {
  const { actor } = ctx
  const program = { kind: 'program', permissions: actor.permissions, scope: actor.scope } as const
  const asProgram = { ...ctx, actor: { ...program, name: actor.name } }
  const job = await enqueueJob(asProgram, 'points.batch', { batchId: id })
  await ctx.db.pointBatch.update({ where: { id }, data: { jobId: job.id } })
}

/** Writes a batch whose members are noted, and starts it unless it has to be approved. */
async function writeBatch(ctx: Ctx<Tx>, { key, ...batch }: NewBatch): Promise<MadeBatch> {
  const { id, total, undoes, kind, fromDay, toDay } = batch
  const waits = needsApproval(await getPointSettings(ctx), total)
  const status: BatchStatus = waits ? 'waiting' : 'approved'
  await ctx.db.pointBatch.create({
    data: {
      ...{ ...batch, ...key, total: BigInt(total), status },
      createdById: staffOf(ctx).adminUserId,
      createdBy: ctx.actor.name,
      createdAt: ctx.clock.now(),
      ...{ doneCount: 0, refusedCount: 0, doneTotal: 0n },
      stores: { create: (await storesOfBatch(ctx, id)).map((storeId) => ({ storeId })) },
    },
  })
  const { points, expiresOn, memberCount, reason } = batch
  await recordAudit(ctx, {
    action: AUDITED[kind],
    target: { type: 'pointBatch', id, name: id },
    after: {
      points,
      members: memberCount,
      total,
      status,
      ...(undoes ? { undoes } : { expiresOn }),
      ...(fromDay === undefined ? {} : { fromDay, toDay }),
    },
    reason,
  })
  if (!waits) await startWork(ctx, id)
  return { id, status }
}

/** Forgets who was noted for a batch that was not made. */
async function forgetMembers(ctx: Ctx, batchId: string): Promise<void> {
  await ctx.db.pointBatchItem.deleteMany({ where: { batchId } })
  await ctx.db.pointBatchMember.deleteMany({ where: { batchId } })
}

/**
 * Makes a batch whose members are noted first, in steps: many of them would keep everybody else waiting. The
 * same key makes one.
 * @param note writes who is in it, and says how many
 * @throws AppError KEY_REUSED, BATCH_EMPTY and what `prepare` refuses
 */
export async function makeBatch(
  ctx: Ctx,
  key: CommandKey,
  note: (batchId: string) => Promise<number>,
  complete: (ctx: Ctx<Tx>, noted: { id: string; memberCount: number }) => Promise<NewBatch>,
): Promise<MadeBatch> {
  const known = async (ctx: Ctx) => {
    const before = await batchOfKey(ctx, key)
    if (before && before.body !== key.body) throw new AppError('KEY_REUSED')
    return before && { id: before.id, status: before.status as BatchStatus }
  }
  const before = await known(ctx)
  if (before) return before
  const id = uuidv7(ctx.clock)
  try {
    const memberCount = await note(id)
    if (memberCount === 0) throw new AppError('BATCH_EMPTY')
    const made = await inTransaction(ctx, async (ctx) => {
      await takeOwnTurn(ctx)
      return (await known(ctx)) ?? writeBatch(ctx, await complete(ctx, { id, memberCount }))
    })
    if (made.id !== id) await forgetMembers(ctx, id)
    return made
  } catch (error) {
    await forgetMembers(ctx, id)
    throw error
  }
}

/**
 * Gives the same points to all members of a selection, or takes them. Who is in it is fixed here. More than the
 * setting allows waits for a second person; otherwise it begins at once.
 * @throws AppError DATE_PAST, BATCH_EMPTY, KEY_REUSED
 */
export async function createBatch(ctx: Ctx, input: CreateBatchInput): Promise<MadeBatch> {
  const key = keyOf(ctx, 'batch', input)
  const { selection, points, reason } = input
  const expiresOn = lastDayOf(ctx, await getPointSettings(ctx), input)
  return makeBatch(
    ctx,
    key,
    (id) => noteMembers(ctx, id, iterateSelected(ctx, selection, IN_ORDER)),
    (_ctx, { id, memberCount }) =>
      Promise.resolve({
        ...{ id, kind: 'adjust', key, points, expiresOn, memberCount, reason },
        total: points * memberCount,
      }),
  )
}

/** A change of one member that has to be approved. Within the caller's transaction, in his turn. */
export async function makeBatchOfOne(
  ctx: Ctx<Tx>,
  memberId: number,
  given: { key: CommandKey; points: number; expiresOn: string | null; reason: string },
): Promise<MadeBatch> {
  const id = uuidv7(ctx.clock)
  const rows = [{ batchId: id, memberId, status: 'waiting', forgone: 0 }]
  await insertRows(ctx, { table: 'PointBatchMember', columns: MEMBER_COLUMNS, rows })
  const made = await writeBatch(ctx, {
    ...{ ...given, id, kind: 'adjust', memberCount: 1, total: given.points },
  })
  invariant(made.status === 'waiting', 'a change that needs no approval is made at once')
  return made
}
