import { timingSafeEqual } from 'node:crypto'
import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { takeAdministratorTurn } from '../roles/roles.service.ts'
import { startSettings } from '../settings/settings.service.ts'
import { createStore } from '../stores/stores.service.ts'
import { assertStrong } from './own-account.ts'
import { hashPassword } from './password-hash.ts'
import type { FirstRunInput } from './staff.contract.ts'

/** True while nobody could sign in: there is no account. No password comes with the program. */
export async function needsFirstRun(ctx: Ctx): Promise<boolean> {
  return (await ctx.db.adminUser.findFirst({ select: { id: true } })) === null
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

interface NewAdministrator {
  readonly username: string
  readonly displayName: string
  readonly passwordHash: string
}

async function insertAdministrator(ctx: Ctx<Tx>, account: NewAdministrator): Promise<void> {
  const { username, displayName } = account
  const now = ctx.clock.now()
  const role = await takeAdministratorTurn(ctx)
  const taken = await ctx.db.adminUser.findUnique({ where: { username }, select: { id: true } })
  if (taken) throw new AppError('USERNAME_TAKEN', { username })
  const { id } = await ctx.db.adminUser.create({
    data: {
      ...account,
      uid: uuidv7(ctx.clock),
      status: 'active',
      failedSignIns: 0,
      createdAt: now,
      updatedAt: now,
      roles: { create: { roleId: role.id } },
    },
    select: { id: true },
  })
  await recordAudit(ctx, {
    action: 'staff.create',
    target: { type: 'adminUser', id, name: displayName },
    after: { username, displayName, roles: ['administrator'] },
  })
}

/**
 * Makes the first administrator, the company, its first store and what it starts with: all or nothing, and
 * once. Of two at the same time one is refused.
 *
 * @param token what has to be given when other machines reach the server; undefined where they don't
 * @throws AppError FIRST_RUN_DONE, FIRST_RUN_TOKEN_WRONG, PASSWORD_WEAK
 */
export async function runFirst(
  ctx: Ctx,
  input: FirstRunInput,
  token: string | undefined,
): Promise<void> {
  if (token !== undefined && !isSame(input.token ?? '', token)) {
    throw new AppError('FIRST_RUN_TOKEN_WRONG')
  }
  if (!(await needsFirstRun(ctx))) throw new AppError('FIRST_RUN_DONE')
  const { username, displayName, company, presets } = input
  assertStrong(input.password, [username, displayName])
  const passwordHash = await hashPassword(ctx, input.password)
  await inTransaction(ctx, async (ctx) => {
    await takeAdministratorTurn(ctx)
    if (!(await needsFirstRun(ctx))) throw new AppError('FIRST_RUN_DONE')
    await insertAdministrator(ctx, { username, displayName, passwordHash })
    await startSettings(ctx, { company, presets })
    await createStore(ctx, input.store)
  })
  ctx.zone.name = company.timeZone
}

/**
 * Makes an administrator from the command line: the first one, or one more when nobody can sign in.
 * @throws AppError USERNAME_TAKEN, PASSWORD_WEAK
 */
export async function createAdministrator(
  ctx: Ctx,
  { username, displayName, password }: { username: string; displayName: string; password: string },
): Promise<void> {
  assertStrong(password, [username, displayName])
  const passwordHash = await hashPassword(ctx, password)
  await inTransaction(ctx, (ctx) =>
    insertAdministrator(ctx, { username, displayName, passwordHash }),
  )
}
