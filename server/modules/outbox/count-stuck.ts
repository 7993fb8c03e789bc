import type { Ctx } from '../../db/context.ts'
import { uuidv7Floor } from '../../kernel/ids.ts'

/** How much of the outbox is stuck. */
interface Stuck {
  /** Deliveries of events that happened so long ago. */
  readonly waiting: number
  /** Deliveries that were given up. */
  readonly dead: number
}

/** Counts deliveries that wait since longer than that, and those that were given up. */
export async function countStuck(
  ctx: Ctx,
  { olderThanMs }: { olderThanMs: number },
): Promise<Stuck> {
  const before = uuidv7Floor(ctx.clock.now().getTime() - olderThanMs)
  const [waiting, dead] = await Promise.all([
    ctx.db.outboxDelivery.count({ where: { status: 'waiting', eventId: { lt: before } } }),
    ctx.db.outboxDelivery.count({ where: { status: 'dead' } }),
  ])
  return { waiting, dead }
}
