import { setTimeout as pause } from 'node:timers/promises'
import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { postCommands, type LedgerCommand } from '../points/points.service.ts'
import {
  closeRun,
  countOverdue,
  FIRST_PLACE,
  findOverdue,
  noteTaken,
  openRun,
} from './expiry.sql.ts'

/** Lots of one transaction: others who write wait no longer than for these. */
const STEP = 200
/** After each step the others have the database and the processor for this share of the time it took. */
const REST_SHARE = 0.5

export interface Expiring {
  /** Points whose last day is before this business date are taken off. */
  readonly asOf: string
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  readonly step?: number
}

export interface Expired {
  readonly members: number
  readonly points: number
}

const expireCommand = (ctx: Ctx, memberId: number, asOf: string): LedgerCommand => ({
  ...{ do: 'expire', memberId, asOf },
  about: {
    ...{ business: 'expiry', businessId: asOf, occurredAt: ctx.clock.now() },
    explanation: { kind: 'expired', asOf },
  },
})

/** Takes off what these members have free after its day, each by one entry. */
const expireMembers = (ctx: Ctx, memberIds: readonly number[], asOf: string): Promise<Expired> =>
  inTransaction(ctx, async (ctx) => {
    const commands = memberIds.map((memberId) => expireCommand(ctx, memberId, asOf))
    let [members, points] = [0, 0]
    for (const outcome of await postCommands(ctx, commands)) {
      if ('refusal' in outcome) throw outcome.refusal
      // Somebody else was faster, or the points were spent in between.
      if (outcome.answer.entryId === null) continue
      members += 1
      points -= outcome.answer.points
    }
    if (members > 0) await noteTaken(ctx, asOf, { members, points })
    return { members, points }
  })

/**
 * Takes off all points whose last day is over; what is held or frozen waits until it is let go. Done twice, by
 * two at once, or again after it was killed in the middle it comes to the same: what is taken off is not found
 * again.
 *
 * @returns what was taken off this time
 */
export async function expirePoints(
  ctx: Ctx,
  { asOf, signal, onProgress, step = STEP }: Expiring,
): Promise<Expired> {
  const total = await countOverdue(ctx, asOf)
  await openRun(ctx, asOf)
  let [after, done, members, points] = [FIRST_PLACE, 0, 0, 0]
  for (;;) {
    signal?.throwIfAborted()
    const beganAt = performance.now()
    const found = await findOverdue(ctx, { asOf, after, most: step })
    const last = found.at(-1)
    if (!last) break
    const ids = [...new Set(found.map(({ memberId }) => memberId))]
    const taken = await expireMembers(ctx, ids, asOf)
    members += taken.members
    points += taken.points
    after = last
    done += found.length
    onProgress?.(done, Math.max(total, done))
    await pause((performance.now() - beganAt) * REST_SHARE)
  }
  await closeRun(ctx, asOf)
  // A member's later lots go with the first one, so fewer are found than were counted.
  onProgress?.(total, total)
  return { members, points }
}
