import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Permission } from '../contract/permissions.ts'
import type { Ctx, Tx } from '../db/context.ts'
import { AppError } from '../kernel/app-error.ts'
import { databaseCode } from '../kernel/describe-error.ts'
import { JOB_NEEDS, jobKind, type FileNeeds, type JobKind } from '../modules/jobs/jobs.contract.ts'
import {
  changeKept,
  claimJob,
  finishJob,
  giveBackJob,
  heartbeat,
  readInput,
  type ClaimedJob,
  type Keep,
} from '../modules/jobs/jobs.service.ts'
import { loadActor } from '../modules/staff/staff.service.ts'

const POLL_MS = 1_000
const HEARTBEAT_MS = 1_000
const ATTEMPTS_MAX = 3

type Json = z.core.util.JSONType

/** What a job is given to say how far it is, and to learn that it should stop. */
export interface JobControl {
  readonly jobId: string
  readonly signal: AbortSignal
  report(done: number, total?: number): void
}

/** For work that goes on from where it was when it runs again. */
export interface ResumableControl extends JobControl {
  /** What was kept last; null when nothing was. */
  readonly kept: unknown
  /** Does a part in a transaction, in which it can keep with the job how far that is. */
  change<T>(ctx: Ctx, work: (ctx: Ctx<Tx>, keep: Keep) => Promise<T>): Promise<T>
}

export interface JobOutcome {
  readonly result: Json
  /** Name of a file to fetch, in the folder for job files. */
  readonly file?: string
  /** When the file is taken away; without it, with the job. */
  readonly fileExpiresAt?: Date
  /** Rights that who fetches the file needs besides that of its kind. */
  readonly filePermissions?: readonly Permission[]
}

/** Runs again from the start after a crash, so what it does twice must end as once. */
export type JobHandler = (
  ctx: Ctx,
  input: unknown,
  control: ResumableControl,
) => Promise<JobOutcome>
export type JobHandlers = Readonly<Record<JobKind, JobHandler>>

interface Run {
  readonly ctx: Ctx
  readonly job: ClaimedJob
  readonly leaseOwner: string
  /** Aborted when this server stops. */
  readonly stopping: AbortSignal
}

/** A job has the rights that who asked for it has now; one of the program has the program's. */
async function contextOf({ ctx, job }: Run): Promise<Ctx> {
  const log = ctx.log.child({ job: job.id, kind: job.kind })
  const base = { ...ctx, log, requestId: job.id }
  if (job.requestedById === null) return base
  const actor = await loadActor(ctx, job.requestedById)
  if (!actor) throw new AppError('UNAUTHENTICATED')
  const permission = JOB_NEEDS[jobKind.parse(job.kind)]
  if (!actor.permissions.has(permission)) throw new AppError('FORBIDDEN', { permission })
  return { ...base, actor }
}

/** Keeps the lease and carries progress until it is told to end; aborts when the job is not wanted. */
function keepAlive(run: Run, progress: { done: number; total: number | undefined }) {
  const { ctx, job, leaseOwner, stopping } = run
  const cancelling = new AbortController()
  const either = new AbortController()
  const abort = (): void => either.abort()
  cancelling.signal.addEventListener('abort', abort, { once: true })
  stopping.addEventListener('abort', abort, { once: true })
  if (stopping.aborted) abort()
  const beat = setInterval(() => {
    heartbeat(ctx, { id: job.id, leaseOwner, ...progress }).then(
      (isWanted) => {
        if (!isWanted) cancelling.abort()
      },
      (error: unknown) => ctx.log.error({ err: error, job: job.id }, 'heartbeat of a job failed'),
    )
  }, HEARTBEAT_MS)
  const end = (): void => {
    clearInterval(beat)
    stopping.removeEventListener('abort', abort)
  }
  return { signal: either.signal, isCancelled: () => cancelling.signal.aborted, end }
}

/** A file is for who has the rights and sees the stores of who it was made for. */
function needsOf({ actor }: Ctx, kind: JobKind, more: readonly Permission[] = []): FileNeeds {
  const { scope } = actor
  return {
    permissions: [JOB_NEEDS[kind], ...more],
    stores: scope.kind === 'all' ? 'all' : [...scope.storeIds],
  }
}

/** Why a job failed. A busy database refuses one transaction whole; those before it are done. */
function refusalOf(error: unknown, requestId: string): AppError {
  const code = error instanceof AppError ? error.code : databaseCode(error)
  if (code === 'DATABASE_BUSY') return new AppError('JOB_DATABASE_BUSY')
  if (error instanceof AppError) return error
  return code ? new AppError(code) : new AppError('INTERNAL', { requestId })
}

function failureOf(error: unknown, requestId: string) {
  const refusal = refusalOf(error, requestId)
  return { status: 'failed', errorCode: refusal.code, errorParams: { ...refusal.params } } as const
}

/** Runs one claimed job to its end: done, failed, cancelled, or given back when the server stops. */
async function runJob(handlers: JobHandlers, run: Run): Promise<void> {
  const { ctx, job, leaseOwner, stopping } = run
  const progress = { done: job.done, total: job.total ?? undefined }
  const alive = keepAlive(run, progress)
  const finish = (outcome: Parameters<typeof finishJob>[2]) =>
    finishJob(ctx, { id: job.id, leaseOwner, done: progress.done }, outcome)
  const control: ResumableControl = {
    jobId: job.id,
    kept: job.result,
    change: (ctx, work) => changeKept(ctx, { id: job.id, leaseOwner }, work),
    signal: alive.signal,
    report(done, total) {
      progress.done = done
      if (total !== undefined) progress.total = total
    },
  }
  try {
    // Cancelled on a server that went before it noticed.
    if (job.isCancelling) return await finish({ status: 'cancelled' })
    if (job.attempts > ATTEMPTS_MAX) throw new AppError('JOB_ABANDONED', { attempts: ATTEMPTS_MAX })
    const kind = jobKind.parse(job.kind)
    const own = await contextOf(run)
    const outcome = await handlers[kind](own, readInput(ctx.keys, job), control)
    const { result, file, fileExpiresAt, filePermissions } = outcome
    const total = progress.total ?? progress.done
    await finish({
      status: 'done',
      result: result ?? {},
      resultFile: file ?? null,
      fileExpiresAt: fileExpiresAt ?? null,
      ...(file === undefined ? {} : { fileNeeds: needsOf(own, kind, filePermissions) }),
      total,
    })
  } catch (error) {
    if (alive.isCancelled()) await finish({ status: 'cancelled' })
    else if (stopping.aborted) await giveBackJob(ctx, { id: job.id, leaseOwner })
    else {
      ctx.log.error({ err: error, job: job.id, kind: job.kind }, 'job failed')
      await finish(failureOf(error, job.id))
    }
  } finally {
    alive.end()
  }
}

export interface JobRunner {
  /** Stops taking jobs and gives back the one at work. */
  stop(): Promise<void>
}

/** A pause that can be cut short. */
function makePause() {
  let wake = (): void => undefined
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  return { pause, wake: () => wake() }
}

/** Takes jobs one after another until it is stopped. */
export function startJobRunner(ctx: Ctx, handlers: JobHandlers): JobRunner {
  const leaseOwner = randomUUID()
  const stopping = new AbortController()
  const { pause, wake } = makePause()
  const work = async () => {
    while (!stopping.signal.aborted) {
      try {
        const job = await claimJob(ctx, leaseOwner)
        if (job) await runJob(handlers, { ctx, job, leaseOwner, stopping: stopping.signal })
        else await pause()
      } catch (error) {
        ctx.log.error({ err: error }, 'job queue failed')
        await pause()
      }
    }
  }
  const finished = work()
  return {
    async stop() {
      stopping.abort()
      wake()
      await finished
    },
  }
}
