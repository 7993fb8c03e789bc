import { REVEAL_SECONDS, type Revealed } from '../../contract/personal.ts'
import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { countActions, recordAudit, type AuditRecord } from '../audit/audit.service.ts'
import { takeOwnTurn } from '../staff/staff.service.ts'
import {
  REVEALS_MAX_AN_HOUR,
  REVEALS_UNUSUAL_AN_HOUR,
  type RevealCount,
} from './reveals.contract.ts'
import { isUnusual } from './reveals.rules.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

interface RevealRequest {
  /** The column in words of the DTO: `mobile`. */
  readonly field: string
  readonly reason: string
  readonly target: AuditRecord['target']
  readonly storeId?: number
  /** Decrypts; called once the record is made, so nothing is seen that is not on the log. */
  readonly read: () => string
}

/** Whose reveals the actor may see: everybody's, or those of the staff of his stores. */
async function seenStaff(ctx: Ctx): Promise<(id: number) => boolean> {
  const { scope } = ctx.actor
  if (scope.kind === 'all') return () => true
  const bound = await ctx.db.adminUserStore.findMany({
    where: { storeId: { in: [...scope.storeIds] } },
    select: { adminUserId: true },
  })
  const ids = new Set(bound.map(({ adminUserId }) => adminUserId))
  return (id) => ids.has(id)
}

/**
 * Gives one personal field of one record whole, for a minute, with a reason. Recorded in the audit log in
 * the same transaction; the record holds the field's name, not its value.
 * @throws AppError REVEAL_LIMIT after too many in an hour
 */
export function revealField(ctx: Ctx, request: RevealRequest): Promise<Revealed> {
  const { field, reason, target, storeId, read } = request
  return inTransaction(ctx, async (ctx) => {
    await takeOwnTurn(ctx)
    const now = ctx.clock.now().getTime()
    const { actor } = ctx
    const since = new Date(now - HOUR_MS)
    const inHour =
      actor.kind === 'staff'
        ? ((
            await countActions(ctx, {
              action: 'personal.reveal',
              since,
              actorId: actor.adminUserId,
            })
          )[0]?.count ?? 0)
        : 0
    if (inHour >= REVEALS_MAX_AN_HOUR) {
      throw new AppError('REVEAL_LIMIT', {
        limit: REVEALS_MAX_AN_HOUR,
        retryAfterSeconds: HOUR_MS / 1000,
      })
    }
    const common = { target, ...(storeId === undefined ? {} : { storeId }) }
    await recordAudit(ctx, { ...common, action: 'personal.reveal', after: { field }, reason })
    if (inHour + 1 === REVEALS_UNUSUAL_AN_HOUR && actor.kind === 'staff') {
      const who = { type: 'adminUser', id: actor.adminUserId, name: actor.name } as const
      await recordAudit(ctx, {
        action: 'personal.unusual',
        target: who,
        after: { lastHour: inHour + 1 },
      })
      ctx.log.warn(
        { adminUserId: actor.adminUserId, lastHour: inHour + 1 },
        'unusual number of reveals',
      )
    }
    return { value: read(), hideAt: now + REVEAL_SECONDS * 1000 }
  })
}

/** Who looked at whole personal data how often, the busiest first; unusual rates are marked. */
export async function reportReveals(ctx: Ctx): Promise<RevealCount[]> {
  const now = ctx.clock.now()
  const action = 'personal.reveal'
  const [hour, today, month] = await Promise.all([
    countActions(ctx, { action, since: new Date(now.getTime() - HOUR_MS) }),
    countActions(ctx, { action, businessDate: businessDateOf(ctx.zone, now) }),
    countActions(ctx, { action, since: new Date(now.getTime() - 30 * DAY_MS) }),
  ])
  const of = (counts: typeof hour, id: number) =>
    counts.find(({ actorId }) => actorId === id)?.count ?? 0
  const isSeen = await seenStaff(ctx)
  return month
    .filter(({ actorId }) => isSeen(actorId))
    .map(({ actorId, name, count }) => {
      const counts = { lastHour: of(hour, actorId), today: of(today, actorId), last30Days: count }
      return { adminUserId: actorId, name, ...counts, isUnusual: isUnusual(counts) }
    })
    .sort((a, b) => b.lastHour - a.lastHour || b.today - a.today || b.last30Days - a.last30Days)
}
