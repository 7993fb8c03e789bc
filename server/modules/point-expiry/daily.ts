import { wallTime } from '../../contract/dates.ts'
import type { Ctx } from '../../db/context.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import type { JobKind } from '../jobs/jobs.contract.ts'
import { enqueueJob } from '../jobs/jobs.service.ts'

/** Work of every business date, from a time of the day on. */
interface Daily {
  /** Name of the task that starts it. */
  readonly name: string
  readonly job: JobKind
  /** `HH:mm` by the clock of the business. */
  readonly from: string
}

/** Points are taken off just after their last day, whatever else the night brings. */
export const DAILY_EXPIRY: Daily = { name: 'points.expire', job: 'points.expire', from: '00:05' }
/** Nobody is written to at night. */
export const DAILY_REMINDERS: Daily = { name: 'points.remind', job: 'points.remind', from: '09:00' }

/**
 * Is the day's work still to be started? It is asked every minute, so a server that was off at the time starts
 * it as soon as it runs, and a business that moves to another zone goes by its new clock.
 */
export async function isDailyDue(ctx: Ctx, { name, from }: Daily): Promise<boolean> {
  const now = ctx.clock.now()
  if (wallTime(now, ctx.zone.name).slice(11, 16) < from) return false
  const last = await ctx.db.schedule.findUnique({
    where: { name },
    select: { lastRunAt: true, lastError: true },
  })
  if (!last?.lastRunAt || last.lastError !== null) return true
  return businessDateOf(ctx.zone, last.lastRunAt) < businessDateOf(ctx.zone, now)
}

/** Puts the day's work into the queue. */
export const startDaily = (ctx: Ctx, { job }: Daily): Promise<{ id: string }> =>
  enqueueJob(ctx, job, { day: businessDateOf(ctx.zone, ctx.clock.now()) })
