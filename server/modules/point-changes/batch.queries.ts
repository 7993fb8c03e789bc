import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { AppError } from '../../kernel/app-error.ts'
import { isJobLive } from '../jobs/jobs.service.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { valueOf } from './change-terms.ts'
import {
  batchMemberPage,
  batchRow,
  type BatchDetail,
  type BatchMemberPage,
  type BatchMembersInput,
  type BatchPage,
  type BatchRow,
  type ListBatchesInput,
} from './point-changes.contract.ts'

/** Batches are seen by who made them and by who sees all of their members. */
function visible({ actor }: Ctx): Prisma.PointBatchWhereInput {
  const { scope } = actor
  if (scope.kind === 'all') return {}
  const own = actor.kind === 'staff' ? [{ createdById: actor.adminUserId }] : []
  return { OR: [...own, { stores: { every: { storeId: { in: [...scope.storeIds] } } } }] }
}

/** A batch that the actor may see. @throws AppError NOT_FOUND */
export async function findVisibleBatch(ctx: Ctx, id: string) {
  const batch = await ctx.db.pointBatch.findFirst({ where: { AND: [{ id }, visible(ctx)] } })
  if (!batch) throw new AppError('NOT_FOUND')
  return batch
}
type StoredBatch = Awaited<ReturnType<typeof findVisibleBatch>>

/**
 * Whoever may make a batch may go on with it, stop it and undo it; adjusting is enough for what one made oneself.
 * @throws AppError FORBIDDEN
 */
export function requireRight(
  { actor }: Ctx,
  { itemCount }: Pick<StoredBatch, 'itemCount'>,
  { isOwn = false } = {},
): void {
  const permission = itemCount !== null ? 'points.expiry' : isOwn ? 'points.adjust' : 'points.batch'
  if (!actor.permissions.has(permission)) throw new AppError('FORBIDDEN', { permission })
}

const toRow = ({ actor }: Ctx, batch: StoredBatch): BatchRow =>
  batchRow.parse({
    ...batch,
    total: Number(batch.total),
    doneTotal: Number(batch.doneTotal),
    isMine: actor.kind === 'staff' && batch.createdById === actor.adminUserId,
    createdAt: batch.createdAt.getTime(),
    decidedAt: batch.decidedAt?.getTime() ?? null,
    finishedAt: batch.finishedAt?.getTime() ?? null,
  })

/** Batches, the newest first. */
export async function listBatches(ctx: Ctx, input: ListBatchesInput): Promise<BatchPage> {
  const { pageNo, pageSize, status, order } = input
  const where = { AND: [visible(ctx), status ? { status } : {}] }
  const [total, rows] = await Promise.all([
    ctx.db.pointBatch.count({ where }),
    ctx.db.pointBatch.findMany({
      where,
      orderBy: [{ createdAt: order }, { id: order }],
      skip: (pageNo - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { total, list: rows.map((row) => toRow(ctx, row)) }
}

/** Did the work of a batch end before it was done? */
export async function isStopped(
  ctx: Ctx,
  { status, jobId }: Pick<StoredBatch, 'status' | 'jobId'>,
): Promise<boolean> {
  if (status !== 'approved' && status !== 'running') return false
  return jobId === null || !(await isJobLive(ctx, jobId))
}

/** One batch, and what it is worth. @throws AppError NOT_FOUND */
export async function getBatch(ctx: Ctx, { id }: { id: string }): Promise<BatchDetail> {
  const batch = await findVisibleBatch(ctx, id)
  const row = toRow(ctx, batch)
  const valueFen = valueOf(await getPointSettings(ctx), row.total)
  return { ...row, valueFen, isStopped: await isStopped(ctx, batch) }
}

/** Who is in a batch and what became of them. @throws AppError NOT_FOUND */
export async function listBatchMembers(
  ctx: Ctx,
  { id, status, pageNo, pageSize }: BatchMembersInput,
): Promise<BatchMemberPage> {
  await findVisibleBatch(ctx, id)
  // Of one who was done something may have been refused too: it says why.
  const refused = { OR: [{ status: 'refused' }, { status: 'done', code: { not: null } }] }
  const where = {
    batchId: id,
    ...(status === 'refused' ? refused : status ? { status } : {}),
  }
  const [total, rows] = await Promise.all([
    ctx.db.pointBatchMember.count({ where }),
    ctx.db.pointBatchMember.findMany({
      where,
      orderBy: { memberId: 'asc' },
      skip: (pageNo - 1) * pageSize,
      take: pageSize,
    }),
  ])
  const members = await ctx.db.member.findMany({
    where: { id: { in: rows.map(({ memberId }) => memberId) } },
    select: { id: true, uid: true, memberNo: true, nickname: true },
  })
  const byId = new Map(members.map((member) => [member.id, member]))
  const list = rows.flatMap(({ memberId, status, code, params }) => {
    const member = byId.get(memberId)
    if (!member) return []
    const { uid: memberUid, memberNo, nickname } = member
    const why = { code, params: z.json().parse(JSON.parse(params ?? '{}')) }
    return [{ memberUid, memberNo, nickname, status, ...why }]
  })
  return batchMemberPage.parse({ total, list })
}
