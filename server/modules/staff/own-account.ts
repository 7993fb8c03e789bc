import { createHash } from 'node:crypto'
import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { staffOf } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { isCommonPassword } from './common-passwords.ts'
import { claimAttempt, releaseAttempt } from './lock-out.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import { passwordFaults } from './password.rules.ts'
import { endSessions } from './sessions.ts'
import type { ChangePasswordInput, EnableTotpInput, UseResetInput } from './staff.contract.ts'
import { newTotpSecret, totpPlace, totpUri, usedTotpStep } from './totp.ts'

interface Owner {
  readonly id: number
  readonly username: string
  readonly displayName: string
}

/** @throws AppError PASSWORD_WEAK with the faults as messages of the field */
export function assertStrong(password: string, names: readonly string[], field = 'password'): void {
  const faults = passwordFaults(password, names, isCommonPassword)
  if (faults.length > 0) throw new AppError('PASSWORD_WEAK', {}, { fields: { [field]: faults } })
}

async function setPassword(
  ctx: Ctx<Tx>,
  owner: Owner,
  passwordHash: string,
  except?: string,
): Promise<void> {
  await ctx.db.adminUser.update({
    where: { id: owner.id },
    data: {
      passwordHash,
      resetHash: null,
      resetExpiresAt: null,
      failedSignIns: 0,
      lockedUntil: null,
      updatedAt: ctx.clock.now(),
    },
    select: { id: true },
  })
  await endSessions(ctx, {
    adminUserId: owner.id,
    reason: 'passwordChanged',
    ...(except ? { except } : {}),
  })
  const target = { type: 'adminUser', id: owner.id, name: owner.displayName } as const
  await recordAudit(ctx, { action: 'staff.changePassword', target })
}

const ownerSelect = { id: true, username: true, displayName: true } as const

/**
 * Chooses a password with a one-time code. The code works once and for a day.
 * @throws AppError RESET_INVALID, PASSWORD_WEAK
 */
export async function useReset(ctx: Ctx, { code, password }: UseResetInput): Promise<void> {
  const resetHash = createHash('sha256').update(code).digest('base64url')
  const isValid = { resetHash, resetExpiresAt: { gt: ctx.clock.now() }, status: 'active' }
  const owner = await ctx.db.adminUser.findFirst({ where: isValid, select: ownerSelect })
  if (!owner) throw new AppError('RESET_INVALID')
  assertStrong(password, [owner.username, owner.displayName])
  const passwordHash = await hashPassword(ctx, password)
  await inTransaction(ctx, async (ctx) => {
    const { count } = await ctx.db.adminUser.updateMany({
      where: { id: owner.id, ...isValid },
      data: { resetHash: null },
    })
    if (count === 0) throw new AppError('RESET_INVALID')
    await setPassword(ctx, owner, passwordHash)
  })
}

/**
 * One's own account, once the password was given again: a session left open is not enough for this. Wrong
 * ones count like those at sign-in.
 * @throws AppError WRONG_CREDENTIALS, ACCOUNT_LOCKED
 */
async function confirmedOwner(ctx: Ctx, password: string) {
  const { adminUserId: id } = staffOf(ctx)
  const owner = await ctx.db.adminUser.findUniqueOrThrow({
    where: { id },
    select: { ...ownerSelect, passwordHash: true },
  })
  await claimAttempt(ctx, id)
  if (!(await isPassword(ctx, owner.passwordHash, password)))
    throw new AppError('WRONG_CREDENTIALS')
  await releaseAttempt(ctx, id)
  return owner
}

/** Changes one's own password; every other session of the account ends. */
export async function changePassword(
  ctx: Ctx,
  { current, next }: ChangePasswordInput,
): Promise<void> {
  const { sessionId } = staffOf(ctx)
  const owner = await confirmedOwner(ctx, current)
  assertStrong(next, [owner.username, owner.displayName], 'next')
  const passwordHash = await hashPassword(ctx, next)
  await inTransaction(ctx, (ctx) => setPassword(ctx, owner, passwordHash, sessionId))
}

/** A new secret to put into an authenticator; it counts only once `enableTotp` has seen a code of it. */
export async function proposeTotp(ctx: Ctx): Promise<{ secret: string; uri: string }> {
  const { adminUserId: id } = staffOf(ctx)
  const { username } = await ctx.db.adminUser.findUniqueOrThrow({
    where: { id },
    select: { username: true },
  })
  const secret = newTotpSecret()
  return { secret, uri: totpUri(secret, username) }
}

/**
 * Turns the second factor on. One that is on is not replaced: it ends with the password, not with a session
 * that was left open.
 * @throws AppError WRONG_CODE, TOTP_ALREADY_ON
 */
export async function enableTotp(ctx: Ctx, { secret, code }: EnableTotpInput): Promise<void> {
  const { adminUserId: id, name } = staffOf(ctx)
  const totpLastStep = usedTotpStep(secret, code, ctx.clock.now().getTime(), null)
  if (totpLastStep === undefined) throw new AppError('WRONG_CODE')
  await inTransaction(ctx, async (ctx) => {
    const { uid } = await ctx.db.adminUser.findUniqueOrThrow({
      where: { id },
      select: { uid: true },
    })
    const totpCipher = ctx.keys.encrypt(totpPlace(uid), secret)
    const { count } = await ctx.db.adminUser.updateMany({
      where: { id, totpCipher: null },
      data: { totpCipher, totpLastStep },
    })
    if (count === 0) throw new AppError('TOTP_ALREADY_ON')
    await recordAudit(ctx, { action: 'staff.enableTotp', target: { type: 'adminUser', id, name } })
  })
}

/** Turns one's own second factor off. @throws AppError WRONG_CREDENTIALS, ACCOUNT_LOCKED */
export async function disableOwnTotp(ctx: Ctx, password: string): Promise<void> {
  const { id, displayName } = await confirmedOwner(ctx, password)
  await inTransaction(ctx, (ctx) => forgetTotp(ctx, { id, displayName }))
}

/** Forgets an account's second factor, within the caller's transaction. */
export async function forgetTotp(
  ctx: Ctx<Tx>,
  { id, displayName }: Pick<Owner, 'id' | 'displayName'>,
  reason?: string,
): Promise<void> {
  await ctx.db.adminUser.update({
    where: { id },
    data: { totpCipher: null, totpLastStep: null },
    select: { id: true },
  })
  const target = { type: 'adminUser', id, name: displayName } as const
  await recordAudit(ctx, { action: 'staff.disableTotp', target, ...(reason ? { reason } : {}) })
}

/** Ends one's own other sessions, or one of them. */
export function endOwnSessions(ctx: Ctx, sessionId: string | undefined): Promise<void> {
  const { adminUserId, sessionId: own, name } = staffOf(ctx)
  return inTransaction(ctx, async (ctx) => {
    await endSessions(ctx, {
      adminUserId,
      reason: 'signedOut',
      ...(sessionId === undefined ? { except: own } : { id: sessionId }),
    })
    const target = { type: 'adminUser', id: adminUserId, name } as const
    await recordAudit(ctx, { action: sessionId ? 'session.end' : 'session.endAll', target })
  })
}
