import { randomUUID } from 'node:crypto'
import { Cron } from 'croner'
import type { Ctx } from '../db/context.ts'
import { insertIgnore } from '../db/insert-ignore.ts'

const LEASE_MS = 10 * 60_000

/** Work that repeats by the clock. */
export interface ScheduledTask {
  readonly name: string
  /** Cron pattern in the business time zone; six places begin with seconds. */
  readonly pattern: string
  /** Asked before the lease is taken, so that idle servers write nothing. */
  readonly hasWork?: (ctx: Ctx) => Promise<boolean>
  run(ctx: Ctx): Promise<unknown>
}

/** Takes the lease of a task; a server that died loses it after ten minutes. */
async function takeLease(ctx: Ctx, name: string, leaseOwner: string): Promise<boolean> {
  const now = ctx.clock.now()
  const data = { leaseOwner, leaseUntil: new Date(now.getTime() + LEASE_MS) }
  const isFree = { OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }] }
  const { count } = await ctx.db.schedule.updateMany({ where: { name, ...isFree }, data })
  if (count > 0) return true
  const inserted = await insertIgnore(ctx, {
    table: 'Schedule',
    rows: [{ name, ...data }],
    key: 'name',
  })
  return inserted.has(name)
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
  await ctx.db.schedule.updateMany({
    where: { name, leaseOwner },
    data: { leaseOwner: null, leaseUntil: null, lastRunAt, lastError },
  })
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
    },
  }
}
