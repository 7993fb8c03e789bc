import { Cron } from 'croner'
import type { Ctx } from '../db/context.ts'
import type { AuditAnchor } from '../modules/audit/audit.service.ts'
import { followTimeZone } from '../modules/settings/settings.service.ts'
import type { KeyKeeper } from './change-key.ts'
import { makeJobHandlers } from './handlers.ts'
import { startJobRunner } from './job-runner.ts'
import { startScheduler } from './scheduler.ts'
import { makeTasks } from './tasks.ts'

export interface Background {
  /** Starts nothing more, gives jobs back, waits for what is under way. */
  stop(): Promise<void>
}

interface BackgroundOptions {
  /** Folder of the files that jobs make. */
  readonly jobFilesDir: string
  readonly anchor: AuditAnchor
  readonly keeper: KeyKeeper
}

/** Everything that runs without being asked: jobs, what the clock starts, the zone it goes by. */
export async function startBackground(
  ctx: Ctx,
  { jobFilesDir, anchor, keeper }: BackgroundOptions,
): Promise<Background> {
  await followTimeZone(ctx)
  const runner = startJobRunner(ctx, makeJobHandlers({ folder: jobFilesDir, anchor, keeper }))
  const scheduler = startScheduler(ctx, makeTasks(jobFilesDir, anchor))
  // Another server may have been told of another zone.
  const zone = new Cron('0 * * * * *', { unref: true }, () => {
    followTimeZone(ctx).catch((error: unknown) =>
      ctx.log.error({ err: error }, 'time zone not read'),
    )
  })
  return {
    async stop() {
      zone.stop()
      await Promise.all([runner.stop(), scheduler.stop()])
    },
  }
}
