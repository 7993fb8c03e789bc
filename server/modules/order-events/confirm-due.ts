import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { addDays } from '../../contract/dates.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { postCommands, type LedgerCommand } from '../points/points.service.ts'
import { lockDueTrails, writeTrails, type OrderTrail } from './order-trail.sql.ts'

const AT_ONCE = 500

/** The command that makes an award usable; none where all of it was taken back. */
function confirmCommand(ctx: Ctx, trail: OrderTrail): LedgerCommand[] {
  const { awardLotId: lotId, memberId, orderNo, confirmOn, confirmDays } = trail
  const isGone = trail.awarded === trail.takenBack
  if (lotId === null || memberId === null || confirmOn === null || isGone) return []
  const days = confirmDays ?? 0
  const about = {
    ...{ business: 'orderAward' as const, businessId: orderNo, occurredAt: ctx.clock.now() },
    explanation: {
      ...{ kind: 'confirmed' as const, orderNo, days },
      completedOn: addDays(confirmOn, -days),
    },
  }
  return [{ do: 'confirm', memberId, about, lotId }]
}

/** Is there an award whose day has come? */
export async function hasDueAwards(ctx: Ctx): Promise<boolean> {
  const today = businessDateOf(ctx.zone, ctx.clock.now())
  const found = await ctx.db.orderPoints.findFirst({
    where: { confirmOn: { lte: today } },
    select: { orderNo: true },
  })
  return found !== null
}

/**
 * Makes awards usable whose days after completion have passed. Goes on where it was interrupted: what is
 * confirmed is not found again.
 *
 * @returns how many
 */
export async function confirmDueAwards(ctx: Ctx): Promise<number> {
  const today = businessDateOf(ctx.zone, ctx.clock.now())
  let confirmed = 0
  for (;;) {
    const count = await inTransaction(ctx, async (ctx) => {
      const trails = await lockDueTrails(ctx, { today, most: AT_ONCE })
      const commands = trails.flatMap((trail) => confirmCommand(ctx, trail))
      for (const outcome of await postCommands(ctx, commands)) {
        // Who took the award back by hand has ended it already.
        if ('refusal' in outcome && outcome.refusal.code !== 'POINTS_NOT_PENDING')
          throw outcome.refusal
      }
      const done = trails.map((trail) => ({ ...trail, confirmOn: null, confirmDays: null }))
      await writeTrails(ctx, done)
      return trails.length
    })
    confirmed += count
    if (count < AT_ONCE) return confirmed
  }
}
