import type { Ctx, Tx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { inTransaction } from '../../db/transaction.ts'
import { invariant } from '../../kernel/invariant.ts'

const LEASE_MS = 60_000

interface Leased {
  readonly id: string
  readonly leaseOwner: string
}

const leaseEnd = (ctx: Ctx): Date => new Date(ctx.clock.now().getTime() + LEASE_MS)

/** Takes the oldest job that waits or whose server is gone; of two servers one gets it. */
export async function claimJob(ctx: Ctx, leaseOwner: string) {
  const now = ctx.clock.now()
  const isFree: Prisma.JobWhereInput = {
    OR: [{ status: 'queued' }, { status: 'running', leaseUntil: { lt: now } }],
  }
  const job = await ctx.db.job.findFirst({
    where: isFree,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  if (!job) return undefined
  const { count } = await ctx.db.job.updateMany({
    where: { id: job.id, attempts: job.attempts, ...isFree },
    data: {
      status: 'running',
      leaseOwner,
      leaseUntil: leaseEnd(ctx),
      startedAt: job.startedAt ?? now,
      attempts: { increment: 1 },
    },
  })
  return count === 1 ? { ...job, attempts: job.attempts + 1 } : undefined
}

export type ClaimedJob = NonNullable<Awaited<ReturnType<typeof claimJob>>>

interface Beat extends Leased {
  readonly done: number
  readonly total: number | undefined
}

/** Notes progress and keeps the lease. @returns whether the job is still ours and wanted */
export async function heartbeat(ctx: Ctx, { id, leaseOwner, done, total }: Beat): Promise<boolean> {
  const { count } = await ctx.db.job.updateMany({
    where: { id, leaseOwner, status: 'running' },
    data: { done, leaseUntil: leaseEnd(ctx), ...(total === undefined ? {} : { total }) },
  })
  if (count === 0) return false
  const job = await ctx.db.job.findUnique({ where: { id }, select: { isCancelling: true } })
  return job?.isCancelling === false
}

export type JobProgress = Prisma.InputJsonObject

/** Keeps how far a job is. */
export type Keep = (progress: JobProgress) => Promise<void>

/** Does a part of a job in a transaction of its own, in which the part can keep how far the job is. */
export const changeKept = <T>(
  ctx: Ctx,
  leased: Leased,
  change: (ctx: Ctx<Tx>, keep: Keep) => Promise<T>,
): Promise<T> =>
  inTransaction(ctx, (ctx) => change(ctx, (progress) => keepProgress(ctx, leased, progress)))

/**
 * Keeps with a job, where its result will be, how far it is: in the transaction of what it does, so that who
 * goes on after a crash does nothing twice. A job that another server has taken over does not do it.
 */
async function keepProgress(
  ctx: Ctx<Tx>,
  { id, leaseOwner }: Leased,
  progress: JobProgress,
): Promise<void> {
  const { count } = await ctx.db.job.updateMany({
    where: { id, leaseOwner, status: 'running' },
    data: { result: progress },
  })
  invariant(count === 1, 'another server has taken the job over')
}

/** Writes how a job ended, if it is still ours. */
export async function finishJob(
  ctx: Ctx,
  { id, leaseOwner, done }: Leased & { readonly done: number },
  outcome: Prisma.JobUpdateManyMutationInput & { status: 'done' | 'failed' | 'cancelled' },
): Promise<void> {
  await ctx.db.job.updateMany({
    where: { id, leaseOwner, status: 'running' },
    data: { done, finishedAt: ctx.clock.now(), leaseOwner: null, leaseUntil: null, ...outcome },
  })
}

/** Puts a job back into the queue as it was: a server that stops is no failed attempt. */
export async function giveBackJob(ctx: Ctx, { id, leaseOwner }: Leased): Promise<void> {
  await ctx.db.job.updateMany({
    where: { id, leaseOwner, status: 'running' },
    data: { status: 'queued', leaseOwner: null, leaseUntil: null, attempts: { decrement: 1 } },
  })
}
