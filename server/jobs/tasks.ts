import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ctx } from '../db/context.ts'
import { hasUnsealed, sealAudit, type AuditAnchor } from '../modules/audit/audit.service.ts'
import { forgetOldFiles, removeRefusals } from '../modules/imports/imports.service.ts'
import { enqueueJob, forgetExpiredFiles, forgetOldJobs } from '../modules/jobs/jobs.service.ts'
import { confirmDueAwards, hasDueAwards } from '../modules/order-events/order-events.service.ts'
import {
  forgetOldEvents,
  hasDueDeliveries,
  makeDispatcher,
} from '../modules/outbox/outbox.service.ts'
import {
  DAILY_EXPIRY,
  DAILY_REMINDERS,
  expireHolds,
  hasTimedOutHolds,
  isDailyDue,
  startDaily,
} from '../modules/point-expiry/point-expiry.service.ts'
import { forgetOldSessions } from '../modules/staff/staff.service.ts'
import { forgetOldAttempts } from '../modules/webhooks/webhooks.service.ts'
import { OUTBOX_CONSUMERS } from './consumers.ts'
import type { ScheduledTask } from './scheduler.ts'
import { sweepFiles } from './sweep-files.ts'

async function cleanUp(ctx: Ctx, folder: string): Promise<void> {
  await forgetOldSessions(ctx)
  await forgetOldEvents(ctx)
  await forgetOldAttempts(ctx)
  await forgetOldFiles(ctx)
  const jobs = [...(await forgetExpiredFiles(ctx)), ...(await forgetOldJobs(ctx))]
  for (const { id, resultFile } of jobs) {
    if (resultFile !== null) await rm(join(folder, resultFile), { force: true })
    await removeRefusals(ctx, id)
  }
  await sweepFiles(ctx, folder)
}

/** A consumer that is slow goes on beside later runs, which begin with the others. */
function dispatchTask(): ScheduledTask {
  const dispatcher = makeDispatcher(OUTBOX_CONSUMERS)
  return {
    name: 'outbox.dispatch',
    pattern: '*/2 * * * * *',
    hasWork: (ctx) => hasDueDeliveries(ctx, OUTBOX_CONSUMERS),
    run: (ctx) => dispatcher.round(ctx),
    stop: () => dispatcher.stop(),
  }
}

const dailyTask = (daily: typeof DAILY_EXPIRY): ScheduledTask => ({
  name: daily.name,
  pattern: '20 * * * * *',
  hasWork: (ctx) => isDailyDue(ctx, daily),
  run: (ctx) => startDaily(ctx, daily),
})

/** Everything that the clock starts. */
export const makeTasks = (folder: string, anchor: AuditAnchor): readonly ScheduledTask[] => [
  {
    name: 'audit.seal',
    pattern: '*/3 * * * * *',
    hasWork: hasUnsealed,
    run: (ctx) => sealAudit(ctx, anchor, 'recent'),
  },
  dispatchTask(),
  // Clocks are set back now and then: what an instant too old hides from the seconds is found here.
  { name: 'audit.sealAll', pattern: '25 * * * *', run: (ctx) => sealAudit(ctx, anchor) },
  {
    name: 'audit.verify',
    pattern: '10 2 * * *',
    run: (ctx) => enqueueJob(ctx, 'audit.verify', {}),
  },
  {
    name: 'points.verify',
    pattern: '20 2 * * *',
    run: (ctx) => enqueueJob(ctx, 'points.verify', {}),
  },
  {
    name: 'orders.confirmAwards',
    pattern: '*/10 * * * *',
    hasWork: hasDueAwards,
    run: (ctx) => confirmDueAwards(ctx),
  },
  dailyTask(DAILY_EXPIRY),
  dailyTask(DAILY_REMINDERS),
  {
    name: 'points.expireHolds',
    pattern: '*/30 * * * * *',
    hasWork: hasTimedOutHolds,
    run: (ctx) => expireHolds(ctx),
  },
  { name: 'cleanUp', pattern: '40 * * * *', run: (ctx) => cleanUp(ctx, folder) },
]
