import { AppError } from '../../kernel/app-error.ts'
import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { loadActor } from './authenticate.ts'
import { claimAttempt, claimUnknownName, releaseAttempt } from './lock-out.ts'
import { isPassword } from './password-hash.ts'
import { beginSession, endSessions } from './sessions.ts'
import type { SignInInput } from './staff.contract.ts'
import { totpPlace, usedTotpStep } from './totp.ts'

const accountSelect = {
  id: true,
  uid: true,
  username: true,
  displayName: true,
  passwordHash: true,
  status: true,
  totpCipher: true,
  totpLastStep: true,
} as const

type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>

const findAccount = (ctx: Ctx, username: string) =>
  ctx.db.adminUser.findUnique({ where: { username }, select: accountSelect })

/** A wrong password or code stands in the log; the attempt itself was counted before. */
async function noteFailure(ctx: Ctx, account: Account): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const target = { type: 'adminUser', id: account.id, name: account.displayName } as const
    await recordAudit(ctx, { action: 'session.signInFailed', target })
  })
}

/** The step of the code to remember; null for an account without a second factor. */
async function checkCode(
  ctx: Ctx,
  account: Account,
  code: string | undefined,
): Promise<number | null> {
  if (!account.totpCipher) return null
  if (code === undefined) {
    await releaseAttempt(ctx, account.id)
    throw new AppError('CODE_REQUIRED')
  }
  const secret = ctx.keys.decrypt(totpPlace(account.uid), account.totpCipher)
  const step = usedTotpStep(secret, code, ctx.clock.now().getTime(), account.totpLastStep)
  if (step !== undefined) return step
  await noteFailure(ctx, account)
  throw new AppError('WRONG_CODE')
}

/**
 * Signs a member of staff in. An unknown name, a wrong password and a disabled account are told apart by
 * nobody outside: same answer, same time.
 *
 * @returns the session's token for the cookie
 * @throws AppError WRONG_CREDENTIALS, CODE_REQUIRED, WRONG_CODE, ACCOUNT_LOCKED
 */
export async function signIn(ctx: Ctx, input: SignInInput, userAgent: string): Promise<string> {
  const account = await findAccount(ctx, input.username)
  if (account) await claimAttempt(ctx, account.id)
  else claimUnknownName(ctx, input.username)
  const isRight = await isPassword(ctx, account?.passwordHash, input.password).catch(
    async (error: unknown) => {
      // Nothing was compared, so nothing counts.
      if (account) await releaseAttempt(ctx, account.id)
      throw error
    },
  )
  if (!account || !isRight || account.status !== 'active') {
    if (account && !isRight) await noteFailure(ctx, account)
    throw new AppError('WRONG_CREDENTIALS')
  }
  const totpLastStep = await checkCode(ctx, account, input.code)
  const actor = await loadActor(ctx, account.id)
  if (!actor) throw new AppError('WRONG_CREDENTIALS')
  return inTransaction(ctx, async (ctx) => {
    const { count } = await ctx.db.adminUser.updateMany({
      // Two requests with one code: only the first moves the step on.
      where: {
        id: account.id,
        status: 'active',
        // Password or second factor were changed meanwhile: what was checked no longer counts.
        passwordHash: account.passwordHash,
        totpCipher: account.totpCipher,
        totpLastStep: account.totpLastStep,
      },
      data: { failedSignIns: 0, lockedUntil: null, lastSignInAt: ctx.clock.now(), totpLastStep },
    })
    if (count === 0) throw new AppError(account.totpCipher ? 'WRONG_CODE' : 'WRONG_CREDENTIALS')
    const token = await beginSession(ctx, account.id, userAgent)
    const target = { type: 'adminUser', id: account.id, name: account.displayName } as const
    await recordAudit({ ...ctx, actor }, { action: 'session.signIn', target })
    return token
  })
}

/** Ends the session in use. */
export async function signOut(ctx: Ctx): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'staff') return
  await inTransaction(ctx, async (ctx) => {
    const { adminUserId, sessionId, name } = actor
    await endSessions(ctx, { adminUserId, id: sessionId, reason: 'signedOut' })
    await recordAudit(ctx, {
      action: 'session.signOut',
      target: { type: 'adminUser', id: adminUserId, name },
    })
  })
}
