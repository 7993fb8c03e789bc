import type { JobRow, JobStatus } from '../../../../server/modules/jobs/jobs.contract.ts'

/** True while a job waits or runs, so while its row still changes. */
export const isLive = (job: Pick<JobRow, 'status'>): boolean =>
  job.status === 'queued' || job.status === 'running'

type Shown = JobStatus | 'cancelling'

/** A job that was asked to stop says so until it has. */
export const shownStatus = (job: Pick<JobRow, 'status' | 'isCancelling'>): Shown =>
  job.isCancelling && isLive(job) ? 'cancelling' : job.status

const TONES = {
  queued: 'neutral',
  running: 'ok',
  cancelling: 'warn',
  done: 'ok',
  failed: 'bad',
  cancelled: 'neutral',
} as const satisfies Readonly<Record<Shown, string>>

export const toneOf = (status: Shown) => TONES[status]

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** How long a job worked, in the two largest units; undefined before it began. */
export function durationOf(
  job: Pick<JobRow, 'startedAt' | 'finishedAt'>,
  nowMs: number,
): { unit: 'seconds' | 'minutes' | 'hours'; whole: number; rest: number } | undefined {
  if (job.startedAt === null) return undefined
  const ms = Math.max(0, (job.finishedAt ?? nowMs) - job.startedAt)
  if (ms < MINUTE_MS) return { unit: 'seconds', whole: Math.round(ms / SECOND_MS), rest: 0 }
  const [unit, size, small] =
    ms < HOUR_MS
      ? (['minutes', MINUTE_MS, SECOND_MS] as const)
      : (['hours', HOUR_MS, MINUTE_MS] as const)
  return { unit, whole: Math.floor(ms / size), rest: Math.floor((ms % size) / small) }
}

/** Share done in percent; undefined where the whole is not known. */
export function percentOf({ done, total }: Pick<JobRow, 'done' | 'total'>): number | undefined {
  return total ? Math.min(100, Math.floor((done / total) * 100)) : undefined
}
