import { setImmediate as breathe } from 'node:timers/promises'
import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { pointBusiness, postCommands, type LedgerCommand } from '../points/points.service.ts'
import { findTimedOut } from './expiry.sql.ts'

const STEP = 200

type TimedOut = Awaited<ReturnType<typeof findTimedOut>>[number]

const releaseCommand = (ctx: Ctx, hold: TimedOut): LedgerCommand => ({
  ...{ do: 'release', memberId: hold.memberId, holdId: hold.id, status: 'expired' },
  about: {
    business: pointBusiness.parse(hold.business),
    businessId: hold.businessId,
    storeId: hold.storeId,
    occurredAt: ctx.clock.now(),
    explanation: { kind: 'timedOut', holdId: hold.id },
  },
})

/** Is there a hold whose time is up? */
export const hasTimedOutHolds = async (ctx: Ctx): Promise<boolean> =>
  (await findTimedOut(ctx, 1)).length > 0

/**
 * Lets go of holds whose time is up. One that is settled or released at the same moment stays as it is then.
 *
 * @returns how many were let go
 */
export async function expireHolds(ctx: Ctx, { step = STEP } = {}): Promise<number> {
  let count = 0
  for (;;) {
    const found = await findTimedOut(ctx, step)
    const outcomes = await inTransaction(ctx, (ctx) =>
      postCommands(
        ctx,
        found.map((hold) => releaseCommand(ctx, hold)),
      ),
    )
    for (const outcome of outcomes) {
      if ('answer' in outcome) count += 1
      else if (outcome.refusal.code !== 'HOLD_CLOSED') throw outcome.refusal
    }
    if (found.length < step) return count
    await breathe()
  }
}
