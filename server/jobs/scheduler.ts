import { randomUUID } from 'node:crypto'
import { Cron } from 'croner'
import type { Ctx } from '../db/context.ts'
import { releaseLease, takeLease } from '../modules/jobs/jobs.service.ts'

/** Work that repeats by the clock. */
export interface ScheduledTask {
  readonly name: string
  /** Cron pattern in the business time zone; six places begin with seconds. */
  readonly pattern: string
  /** Asked before the lease is taken, so that idle servers write nothing. */
  readonly hasWork?: (ctx: Ctx) => Promise<boolean>
  run(ctx: Ctx): Promise<unknown>
  /** Waits for what a run has left under way, and starts nothing more. */
  stop?(): Promise<void>
}

/** Runs a task unless another server is at it. @returns whether it ran here */
export async function runScheduled(
  ctx: Ctx,
  task: ScheduledTask,
  leaseOwner: string,
): Promise<boolean> {
  const { name } = task
  if (task.hasWork && !(await task.hasWork(ctx))) return false
  if (!(await takeLease(ctx, name, leaseOwner))) return false
  const log = ctx.log.child({ task: name })
  const lastRunAt = ctx.clock.now()
  let lastError: string | null = null
  try {
    await task.run({ ...ctx, log })
  } catch (error) {
    lastError = error instanceof Error ? error.message.slice(0, 500) : 'unknown'
    log.error({ err: error }, 'scheduled task failed')
  }
  await releaseLease(ctx, { name, leaseOwner, lastRunAt, lastError })
  return true
}

export interface Scheduler {
  /** Starts nothing more and waits for what is under way. */
  stop(): Promise<void>
}

/** Starts tasks by the clock, each one at a time. */
export function startScheduler(ctx: Ctx, tasks: readonly ScheduledTask[]): Scheduler {
  const leaseOwner = randomUUID()
  const underWay = new Map<string, Promise<unknown>>()
  const start = (task: ScheduledTask) => {
    if (underWay.has(task.name)) return
    const run = runScheduled(ctx, task, leaseOwner)
      .catch((error: unknown) => ctx.log.error({ err: error, task: task.name }, 'schedule failed'))
      .finally(() => underWay.delete(task.name))
    underWay.set(task.name, run)
  }
  const crons = tasks.map(
    (task) => new Cron(task.pattern, { timezone: ctx.zone.name, unref: true }, () => start(task)),
  )
  return {
    async stop() {
      for (const cron of crons) cron.stop()
      await Promise.all(underWay.values())
      await Promise.all(tasks.flatMap((task) => (task.stop ? [task.stop()] : [])))
    },
  }
}
