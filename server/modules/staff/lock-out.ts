import { createHash } from 'node:crypto'
import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { lockMs } from './lock-out.rules.ts'

interface Wait {
  failures: number
  lockedUntilMs: number
}

const UNKNOWN_NAMES_MAX = 10_000
/** Names that nobody has are locked like those that somebody has, so a lock tells nothing. */
const unknownNames = new Map<string, Wait>()

function assertOver(lockedUntilMs: number, nowMs: number): void {
  const leftMs = lockedUntilMs - nowMs
  if (leftMs > 0) {
    throw new AppError('ACCOUNT_LOCKED', { retryAfterSeconds: Math.ceil(leftMs / 1000) })
  }
}

/** Counts an attempt at a name that nobody has. @throws AppError ACCOUNT_LOCKED */
export function claimUnknownName(ctx: Ctx, username: string): void {
  const key = createHash('sha256').update(username).digest('base64url')
  const nowMs = ctx.clock.now().getTime()
  const known = unknownNames.get(key)
  assertOver(known?.lockedUntilMs ?? 0, nowMs)
  const failures = (known?.failures ?? 0) + 1
  // Taken out and put in again, the key is the youngest; the oldest makes room.
  unknownNames.delete(key)
  unknownNames.set(key, { failures, lockedUntilMs: nowMs + lockMs(failures) })
  const oldest =
    unknownNames.size > UNKNOWN_NAMES_MAX ? unknownNames.keys().next().value : undefined
  if (oldest !== undefined) unknownNames.delete(oldest)
}

/**
 * Counts an attempt at an account before the password is looked at: however many come at once, each is
 * counted, and those after the limit are not looked at. A right password sets the count back.
 * @throws AppError ACCOUNT_LOCKED
 */
export function claimAttempt(ctx: Ctx, id: number): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now()
    const { failedSignIns, lockedUntil } = await ctx.db.adminUser.update({
      where: { id },
      data: { failedSignIns: { increment: 1 } },
      select: { failedSignIns: true, lockedUntil: true },
    })
    assertOver(lockedUntil?.getTime() ?? 0, now.getTime())
    const waitMs = lockMs(failedSignIns)
    if (waitMs === 0) return
    await ctx.db.adminUser.update({
      where: { id },
      data: { lockedUntil: new Date(now.getTime() + waitMs) },
      select: { id: true },
    })
  })
}

/** Takes a claim back: the password was right and only the code is still to come. */
export async function releaseAttempt(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.adminUser.updateMany({
    where: { id, failedSignIns: { gt: 0 } },
    data: { failedSignIns: { decrement: 1 }, lockedUntil: null },
  })
}
