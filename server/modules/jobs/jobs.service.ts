import type { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { takeOwnTurn } from '../staff/staff.service.ts'
import { inputColumns } from './job-input.ts'
import {
  fileNeeds,
  JOB_NEEDS,
  jobKind,
  jobRow,
  type FileNeeds,
  type JobKind,
  type JobPage,
  type JobRow,
  type JobStatus,
  type ListJobsInput,
} from './jobs.contract.ts'

export { jobSealedColumns, readInput } from './job-input.ts'
export {
  changeKept,
  claimJob,
  finishJob,
  giveBackJob,
  heartbeat,
  type ClaimedJob,
  type Keep,
} from './job-lease.ts'
export { jobsAbout } from './jobs.queries.ts'
export { releaseLease, takeLease } from './schedule-lease.ts'

type JobInput = z.core.util.JSONType

const LIVE: readonly JobStatus[] = ['queued', 'running']
const isLive: Prisma.JobWhereInput = { status: { in: [...LIVE] } }

const UNDER_WAY_MAX = 10

/** How far a job is, for who need not see whose it is. */
export interface JobUnderWay {
  readonly jobId: string
  readonly done: number
  readonly total: number | null
  /** May the actor stop it? */
  readonly mayCancel: boolean
}

/** Does a job wait or run? */
export const isUnderWay = (status: JobStatus): boolean => LIVE.includes(status)

/** Does this job wait or run? */
export const isJobLive = async (ctx: Ctx, id: string): Promise<boolean> =>
  (await ctx.db.job.count({ where: { id, ...isLive } })) > 0

/** Puts long work into the queue; a server with a free hand takes it within a second. */
export async function enqueueJob(
  ctx: Ctx,
  kind: JobKind,
  input: JobInput,
): Promise<{ id: string }> {
  const { actor, clock, keys } = ctx
  const id = uuidv7(clock)
  return ctx.db.job.create({
    data: {
      id,
      kind,
      status: 'queued',
      ...inputColumns(keys, id, kind, input),
      done: 0,
      requestedById: actor.kind === 'staff' ? actor.adminUserId : null,
      requestedBy: actor.name,
      isCancelling: false,
      attempts: 0,
      createdAt: clock.now(),
    },
    select: { id: true },
  })
}

/** The actor's own jobs. */
const ownOf = ({ actor }: Ctx): Prisma.JobWhereInput => ({
  requestedById: actor.kind === 'staff' ? actor.adminUserId : null,
})

/** Jobs of others are for those who look after all stores and hold the right. */
function visible(ctx: Ctx, right: 'jobs.view' | 'jobs.manage'): Prisma.JobWhereInput {
  const { permissions, scope } = ctx.actor
  return permissions.has(right) && scope.kind === 'all' ? {} : ownOf(ctx)
}

/**
 * Starts long work, unless the actor has the same under way, also where he asks for it twice at once.
 * @throws AppError JOB_RUNNING
 */
export function startJob(ctx: Ctx, kind: JobKind, input: JobInput): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    await takeOwnTurn(ctx)
    const twin = await ctx.db.job.findFirst({
      where: { kind, AND: [isLive, ownOf(ctx)] },
      select: { id: true },
    })
    if (twin) throw new AppError('JOB_RUNNING')
    return enqueueJob(ctx, kind, input)
  })
}

type Stored = Awaited<ReturnType<Ctx['db']['job']['findMany']>>[number]

const isPast = (at: Date | null, now: Date): boolean => at !== null && at <= now

const toRow = (ctx: Ctx, row: Stored): JobRow =>
  jobRow.parse({
    ...row,
    // What a job keeps on its way is nobody's result yet.
    result: row.status === 'done' ? row.result : null,
    hasFile: row.resultFile !== null && !isPast(row.fileExpiresAt, ctx.clock.now()),
    fileExpiresAt: row.fileExpiresAt?.getTime() ?? null,
    isMine: ctx.actor.kind === 'staff' && row.requestedById === ctx.actor.adminUserId,
    createdAt: row.createdAt.getTime(),
    startedAt: row.startedAt?.getTime() ?? null,
    finishedAt: row.finishedAt?.getTime() ?? null,
  })

/** Jobs of a kind that wait or run, whoever asked for them, the oldest first. */
export async function jobsUnderWay(ctx: Ctx, kind: JobKind): Promise<JobUnderWay[]> {
  const rows = await ctx.db.job.findMany({
    where: { kind, AND: [isLive] },
    select: { id: true, done: true, total: true, requestedById: true },
    orderBy: { id: 'asc' },
    take: UNDER_WAY_MAX,
  })
  const { actor } = ctx
  const managesAll = actor.permissions.has('jobs.manage') && actor.scope.kind === 'all'
  return rows.map(({ id, done, total, requestedById }) => {
    const isOwn = actor.kind === 'staff' && requestedById === actor.adminUserId
    return { jobId: id, done, total, mayCancel: isOwn || managesAll }
  })
}

/** One page of jobs, the newest first. */
export async function listJobs(ctx: Ctx, input: ListJobsInput): Promise<JobPage> {
  const { pageNo, pageSize, status, kind } = input
  const where: Prisma.JobWhereInput = {
    ...visible(ctx, 'jobs.view'),
    ...(status ? { status } : {}),
    ...(kind ? { kind } : {}),
  }
  const [total, rows] = await Promise.all([
    ctx.db.job.count({ where }),
    ctx.db.job.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (pageNo - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { total, list: rows.map((row) => toRow(ctx, row)) }
}

/** One job. @throws AppError NOT_FOUND, also for a job of somebody else */
export async function getJob(ctx: Ctx, id: string): Promise<JobRow> {
  const row = await ctx.db.job.findFirst({ where: { id, ...visible(ctx, 'jobs.view') } })
  if (!row) throw new AppError('NOT_FOUND')
  return toRow(ctx, row)
}

/** Of the jobs asked for, those that the actor may see. */
export async function jobsById(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, JobRow>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.job.findMany({
    where: { id: { in: [...ids] }, ...visible(ctx, 'jobs.view') },
  })
  return new Map(rows.map((row) => [row.id, toRow(ctx, row)]))
}

/** What a file needs that notes nothing, made before there were such notes. */
const ALL_STORES: FileNeeds = { permissions: [], stores: 'all' }

/** A file is about what its maker saw: whoever sees less now does not get it. */
function requireNeeds({ actor }: Ctx, { permissions, stores }: FileNeeds): void {
  const permission = permissions.find((one) => !actor.permissions.has(one))
  if (permission) throw new AppError('FORBIDDEN', { permission })
  const { scope } = actor
  if (scope.kind === 'all') return
  const seesEach = stores !== 'all' && stores.every((id) => scope.storeIds.includes(id))
  if (!seesEach) throw new AppError('FILE_BEYOND_SCOPE')
}

/**
 * Name of the file that a job made, in the folder of job files. Only for who asked for it, and only as long
 * as he has the rights and sees the stores that it was made with.
 * @throws AppError NOT_FOUND, FILE_GONE, FORBIDDEN, FILE_BEYOND_SCOPE
 */
export async function getJobFile(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db.job.findFirst({
    where: { id, ...ownOf(ctx) },
    select: { kind: true, resultFile: true, fileExpiresAt: true, fileNeeds: true },
  })
  if (!row?.resultFile) throw new AppError('NOT_FOUND')
  if (row.fileExpiresAt && row.fileExpiresAt <= ctx.clock.now()) throw new AppError('FILE_GONE')
  const permission = JOB_NEEDS[jobKind.parse(row.kind)]
  if (ctx.actor.kind !== 'staff' || !ctx.actor.permissions.has(permission))
    throw new AppError('FORBIDDEN', { permission })
  requireNeeds(ctx, fileNeeds.nullable().parse(row.fileNeeds) ?? ALL_STORES)
  return row.resultFile
}

async function cancelWithin(ctx: Ctx<Tx>, id: string): Promise<void> {
  const job = await ctx.db.job.findFirst({
    where: { id, ...visible(ctx, 'jobs.manage') },
    select: { kind: true },
  })
  if (!job) throw new AppError('NOT_FOUND')
  const finishedAt = ctx.clock.now()
  const waiting = await ctx.db.job.updateMany({
    where: { id, status: 'queued' },
    data: { status: 'cancelled', finishedAt },
  })
  if (waiting.count === 0) {
    await ctx.db.job.updateMany({ where: { id, status: 'running' }, data: { isCancelling: true } })
  }
  await recordAudit(ctx, { action: 'job.cancel', target: { type: 'job', id, name: job.kind } })
}

/** Asks a job to stop: one that waits ends at once, one that runs at its next step. */
export const cancelJob = (ctx: Ctx, id: string): Promise<void> =>
  inTransaction(ctx, (ctx) => cancelWithin(ctx, id))

const fileOf = { id: true, resultFile: true } as const

/** A job whose files are to be removed. */
export interface ForgottenFile {
  readonly id: string
  readonly resultFile: string | null
}

/** Forgets files that were to be kept for a short time. */
export async function forgetExpiredFiles(ctx: Ctx): Promise<ForgottenFile[]> {
  const where = { resultFile: { not: null }, fileExpiresAt: { lt: ctx.clock.now() } }
  const old = await ctx.db.job.findMany({ where, select: fileOf })
  await ctx.db.job.updateMany({ where, data: { resultFile: null } })
  return old
}

/** Forgets the files of jobs that a person took away. */
export async function forgetFiles(ctx: Ctx<Tx>, ids: readonly string[]): Promise<void> {
  await ctx.db.job.updateMany({ where: { id: { in: [...ids] } }, data: { resultFile: null } })
}

const KEPT_MS = 90 * 24 * 3_600_000

/** Forgets jobs that ended 90 days ago. */
export async function forgetOldJobs(ctx: Ctx): Promise<ForgottenFile[]> {
  const where = { finishedAt: { lt: new Date(ctx.clock.now().getTime() - KEPT_MS) } }
  const old = await ctx.db.job.findMany({ where, select: fileOf })
  await ctx.db.job.deleteMany({ where })
  return old
}

/** Of the jobs asked for, those that still have a file or may be about to make one. */
export async function jobsWithFiles(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly resultFile: string | null }>> {
  const jobs = await ctx.db.job.findMany({
    where: { id: { in: [...ids] }, OR: [isLive, { resultFile: { not: null } }] },
    select: fileOf,
  })
  return new Map(jobs.map((job) => [job.id, job]))
}
