import { createHash, randomBytes } from 'node:crypto'
import type { Ctx, Tx } from '../../db/context.ts'
import { spareWrite } from '../../db/spare-write.ts'
import { uuidv7 } from '../../kernel/ids.ts'

const TOKEN_BYTES = 32
const HOUR_MS = 3_600_000
/** Nobody at the keyboard for so long: signed out. */
const IDLE_MS = 12 * HOUR_MS
/** However busy: signed in anew after a week. */
const ABSOLUTE_MS = 7 * 24 * HOUR_MS
/** The last sign of life is noted once a minute, not with every request. */
const SEEN_STEP_MS = 60_000

export type SessionEnd = 'signedOut' | 'endedByAdministrator' | 'disabled' | 'passwordChanged'

/** Only the hash is stored: who reads the database cannot sign in with it. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Begins a session. @returns the token, which is shown to its owner only and stored nowhere */
export async function beginSession(
  ctx: Ctx<Tx>,
  adminUserId: number,
  userAgent: string,
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const now = ctx.clock.now()
  await ctx.db.adminSession.create({
    data: {
      id: uuidv7(ctx.clock),
      tokenHash: hashOf(token),
      adminUserId,
      address: ctx.address,
      userAgent: userAgent.slice(0, 256),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + ABSOLUTE_MS),
    },
    select: { id: true },
  })
  return token
}

/** The live session of a token; undefined when there is none. */
export async function findSession(ctx: Ctx, token: string) {
  const session = await ctx.db.adminSession.findUnique({
    where: { tokenHash: hashOf(token) },
    select: { id: true, adminUserId: true, endedAt: true, lastSeenAt: true, expiresAt: true },
  })
  if (!session || session.endedAt) return undefined
  const now = ctx.clock.now().getTime()
  const isIdle = session.lastSeenAt.getTime() + IDLE_MS <= now
  return isIdle || session.expiresAt.getTime() <= now ? undefined : session
}

/** Notes that the session is in use, if there is room for it. */
export async function touchSession(
  ctx: Ctx,
  session: { id: string; lastSeenAt: Date },
): Promise<void> {
  const now = ctx.clock.now()
  if (now.getTime() - session.lastSeenAt.getTime() < SEEN_STEP_MS) return
  await spareWrite(() =>
    ctx.db.adminSession.updateMany({
      where: { id: session.id, endedAt: null },
      data: { lastSeenAt: now },
    }),
  )
}

interface EndSessions {
  readonly adminUserId: number
  /** This one alone; all of the account's without it. */
  readonly id?: string
  /** Stays signed in. */
  readonly except?: string
  readonly reason: SessionEnd
}

/** Ends sessions at once: the next request with one of them is refused. @returns how many */
export async function endSessions(
  ctx: Ctx,
  { adminUserId, id, except, reason }: EndSessions,
): Promise<number> {
  const { count } = await ctx.db.adminSession.updateMany({
    where: {
      adminUserId,
      endedAt: null,
      ...(id ? { id } : {}),
      ...(except ? { NOT: { id: except } } : {}),
    },
    data: { endedAt: ctx.clock.now(), endReason: reason },
  })
  return count
}

const KEPT_MS = 90 * 24 * HOUR_MS

/** Forgets sessions that could not be used for 90 days; that they were is in the audit log. */
export async function forgetOldSessions(ctx: Ctx): Promise<number> {
  const expiresAt = { lt: new Date(ctx.clock.now().getTime() - KEPT_MS) }
  const { count } = await ctx.db.adminSession.deleteMany({ where: { expiresAt } })
  return count
}
