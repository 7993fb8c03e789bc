import type { Ctx } from '../../db/context.ts'
import { uuidv7Floor } from '../../kernel/ids.ts'

const KEPT_MS = 90 * 24 * 3_600_000

/** Removes events of 90 days ago and more that everybody is done with; what is undelivered stays. */
export async function forgetOldEvents(ctx: Ctx): Promise<number> {
  const { count } = await ctx.db.outboxEvent.deleteMany({
    where: {
      id: { lt: uuidv7Floor(ctx.clock.now().getTime() - KEPT_MS) },
      deliveries: { none: { status: { in: ['waiting', 'dead'] } } },
    },
  })
  return count
}
