import { createHash, randomBytes } from 'node:crypto'
import { seesStore } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import type { Ctx, Tx } from '../../db/context.ts'
import { insertIgnore } from '../../db/insert-ignore.ts'
import { inTransaction } from '../../db/transaction.ts'
import { recordAudit, recordChange } from '../audit/audit.service.ts'
import { assertMayGrant, takeAdministratorTurn } from '../roles/roles.service.ts'
import { forgetTotp } from './own-account.ts'
import { endSessions } from './sessions.ts'
import { visibleStaff } from './staff.queries.ts'
import type {
  CreateStaffInput,
  OneTimeReset,
  SetStaffStatusInput,
  UpdateStaffInput,
} from './staff.contract.ts'

const RESET_BYTES = 20
const RESET_MS = 24 * 3_600_000
/** No password fits it: the account opens by its one-time reset. */
const NO_PASSWORD = '!'

const resetHash = (code: string): string => createHash('sha256').update(code).digest('base64url')

const targetOf = (account: { id: number; displayName: string }) =>
  ({ type: 'adminUser', id: account.id, name: account.displayName }) as const

/** An account as the audit log shows it: also one that a change has just taken out of the actor's sight. */
async function describeAccount(ctx: Ctx<Tx>, id: number) {
  const account = await ctx.db.adminUser.findUnique({
    where: { id },
    select: {
      id: true,
      displayName: true,
      username: true,
      status: true,
      roles: {
        select: { role: { select: { id: true, code: true, name: true } } },
        orderBy: { roleId: 'asc' },
      },
      stores: { select: { store: { select: { code: true } } }, orderBy: { storeId: 'asc' } },
    },
  })
  if (!account) throw new AppError('NOT_FOUND')
  const { username, displayName, status } = account
  // Built-in roles have no name of their own: the back office has one for their code.
  const roles = account.roles.map(({ role }) => role.name || role.code)
  const stores = account.stores.map(({ store }) => store.code)
  const roleIds = account.roles.map(({ role }) => role.id)
  return {
    target: targetOf(account),
    roleIds,
    values: { username, displayName, status, roles, stores },
  }
}

/**
 * Who manages an account must hold every right that it has: otherwise a reset would be a way up.
 * @throws AppError NOT_FOUND, RIGHT_NOT_YOURS
 */
async function manageable(ctx: Ctx<Tx>, id: number) {
  const seen = await ctx.db.adminUser.count({ where: { id, ...visibleStaff(ctx) } })
  if (seen === 0) throw new AppError('NOT_FOUND')
  const account = await describeAccount(ctx, id)
  await assertMayGrant(ctx, account.roleIds)
  return account
}

/** Nobody binds staff to a store that he does not see. @throws AppError NOT_FOUND */
async function assertStores(ctx: Ctx<Tx>, storeIds: readonly number[]): Promise<void> {
  const wanted = new Set(storeIds)
  const known = await ctx.db.store.count({ where: { id: { in: [...wanted] } } })
  const areSeen = [...wanted].every((id) => seesStore(ctx, id))
  if (!areSeen || known !== wanted.size) throw new AppError('NOT_FOUND')
}

/** Stores that an account is bound to and the actor does not see: they are not his to change. */
async function hiddenStores(ctx: Ctx<Tx>, adminUserId: number): Promise<number[]> {
  const bound = await ctx.db.adminUserStore.findMany({ where: { adminUserId } })
  return bound.map(({ storeId }) => storeId).filter((id) => !seesStore(ctx, id))
}

/**
 * Whoever could sign in as somebody sees what he sees, so all his stores must be in sight.
 * @throws AppError NOT_FOUND, RIGHT_NOT_YOURS
 */
async function wholeInSight(ctx: Ctx<Tx>, id: number) {
  const account = await manageable(ctx, id)
  if ((await hiddenStores(ctx, id)).length > 0) {
    throw new AppError('RIGHT_NOT_YOURS', { permission: 'scope.all' })
  }
  return account
}

async function assign(
  ctx: Ctx<Tx>,
  adminUserId: number,
  input: { roleIds: number[]; storeIds: number[] },
) {
  const hidden = await hiddenStores(ctx, adminUserId)
  const storeIds = [...new Set(input.storeIds)].filter((id) => !hidden.includes(id))
  await assertMayGrant(ctx, input.roleIds)
  await assertStores(ctx, storeIds)
  await ctx.db.adminUserRole.deleteMany({ where: { adminUserId } })
  await ctx.db.adminUserStore.deleteMany({ where: { adminUserId, storeId: { notIn: hidden } } })
  const roles = [...new Set(input.roleIds)].map((roleId) => ({ adminUserId, roleId }))
  const stores = storeIds.map((storeId) => ({ adminUserId, storeId }))
  await ctx.db.adminUserRole.createMany({ data: roles })
  await ctx.db.adminUserStore.createMany({ data: stores })
}

/** Somebody must always be able to let the others in. Asked after a change, inside its transaction. */
async function assertAdministratorLeft(ctx: Ctx<Tx>): Promise<void> {
  await takeAdministratorTurn(ctx)
  const left = await ctx.db.adminUser.count({
    where: {
      status: 'active',
      // Who never chose a password cannot let anybody in.
      passwordHash: { not: NO_PASSWORD },
      roles: { some: { role: { code: 'administrator' } } },
    },
  })
  if (left === 0) throw new AppError('LAST_ADMINISTRATOR')
}

async function issueReset(ctx: Ctx<Tx>, id: number): Promise<OneTimeReset> {
  const code = randomBytes(RESET_BYTES).toString('base64url')
  const expiresAt = new Date(ctx.clock.now().getTime() + RESET_MS)
  const { username } = await ctx.db.adminUser.update({
    where: { id },
    data: { resetHash: resetHash(code), resetExpiresAt: expiresAt, updatedAt: ctx.clock.now() },
    select: { username: true },
  })
  return { id, username, code, expiresAt: expiresAt.getTime() }
}

/** A code given out before is not to open what the account may do now. */
const voidReset = (ctx: Ctx<Tx>, id: number) =>
  ctx.db.adminUser.update({
    where: { id },
    data: { resetHash: null, resetExpiresAt: null },
    select: { id: true },
  })

const reachOf = ({ values }: Awaited<ReturnType<typeof describeAccount>>): string =>
  JSON.stringify([values.roles, values.stores])

async function createOne(ctx: Ctx<Tx>, input: CreateStaffInput): Promise<OneTimeReset> {
  const now = ctx.clock.now()
  const uid = uuidv7(ctx.clock)
  const { username, displayName } = input
  const inserted = await insertIgnore(ctx, {
    table: 'AdminUser',
    key: 'uid',
    rows: [
      {
        uid,
        username,
        displayName,
        passwordHash: NO_PASSWORD,
        status: 'active',
        failedSignIns: 0,
        createdAt: now,
        updatedAt: now,
      },
    ],
  })
  if (!inserted.has(uid)) throw new AppError('USERNAME_TAKEN', { username })
  const { id } = await ctx.db.adminUser.findUniqueOrThrow({ where: { uid }, select: { id: true } })
  await assign(ctx, id, input)
  const { target, values } = await describeAccount(ctx, id)
  await recordAudit(ctx, { action: 'staff.create', target, after: values })
  return issueReset(ctx, id)
}

/**
 * Creates accounts, all or none. Nobody chooses a password for another: each gets a one-time code with
 * which its owner chooses one.
 * @throws AppError USERNAME_TAKEN, RIGHT_NOT_YOURS
 */
export function createStaff(
  ctx: Ctx,
  inputs: readonly CreateStaffInput[],
): Promise<OneTimeReset[]> {
  return inTransaction(ctx, async (ctx) => {
    const resets: OneTimeReset[] = []
    for (const input of inputs) resets.push(await createOne(ctx, input))
    return resets
  })
}

/**
 * Changes name, roles and stores. Rights change with the next request, since every request reads them.
 * @throws AppError NOT_FOUND, RIGHT_NOT_YOURS, LAST_ADMINISTRATOR
 */
export function updateStaff(ctx: Ctx, input: UpdateStaffInput): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { id, displayName } = input
    const before = await manageable(ctx, id)
    await ctx.db.adminUser.update({
      where: { id },
      data: { displayName, updatedAt: ctx.clock.now() },
      select: { id: true },
    })
    await assign(ctx, id, input)
    await assertAdministratorLeft(ctx)
    const after = await describeAccount(ctx, id)
    if (reachOf(before) !== reachOf(after)) await voidReset(ctx, id)
    const record = { action: 'staff.update', target: after.target } as const
    await recordChange(ctx, record, { before: before.values, after: after.values })
  })
}

/**
 * Disables or enables an account; disabling ends its sessions in the same transaction.
 * @returns whether it was a change
 * @throws AppError NOT_FOUND, NOT_ON_YOURSELF, LAST_ADMINISTRATOR
 */
export function setStaffStatus(
  ctx: Ctx,
  { id, status, reason }: SetStaffStatusInput,
): Promise<boolean> {
  return inTransaction(ctx, async (ctx) => {
    if (ctx.actor.kind === 'staff' && ctx.actor.adminUserId === id)
      throw new AppError('NOT_ON_YOURSELF')
    const before = await manageable(ctx, id)
    await ctx.db.adminUser.update({
      where: { id },
      data: { status, failedSignIns: 0, lockedUntil: null, updatedAt: ctx.clock.now() },
      select: { id: true },
    })
    if (status === 'disabled') await endSessions(ctx, { adminUserId: id, reason: 'disabled' })
    await assertAdministratorLeft(ctx)
    const after = await describeAccount(ctx, id)
    const record = { action: 'staff.setStatus', target: after.target, reason } as const
    await recordChange(ctx, record, { before: before.values, after: after.values })
    return before.values.status !== status
  })
}

/** Gives a one-time code with which the owner chooses a new password; the old one works until then. */
export function resetPassword(ctx: Ctx, id: number): Promise<OneTimeReset> {
  return inTransaction(ctx, async (ctx) => {
    const { target } = await wholeInSight(ctx, id)
    await recordAudit(ctx, { action: 'staff.resetPassword', target })
    return issueReset(ctx, id)
  })
}

/** Ends the wait after wrong passwords. */
export function unlockStaff(ctx: Ctx, id: number): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { target } = await manageable(ctx, id)
    await ctx.db.adminUser.update({
      where: { id },
      data: { failedSignIns: 0, lockedUntil: null },
      select: { id: true },
    })
    await recordAudit(ctx, { action: 'staff.unlock', target })
  })
}

/** Forgets the second factor of somebody who lost his telephone. @throws AppError NOT_ON_YOURSELF */
export function removeTotp(
  ctx: Ctx,
  { id, reason }: { id: number; reason: string },
): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (ctx.actor.kind === 'staff' && ctx.actor.adminUserId === id)
      throw new AppError('NOT_ON_YOURSELF')
    const { target } = await wholeInSight(ctx, id)
    await forgetTotp(ctx, { id, displayName: target.name }, reason)
  })
}

/** Signs an account out everywhere, or on one device. @throws AppError NOT_FOUND */
export function signOutStaff(
  ctx: Ctx,
  { id, sessionId }: { id: number; sessionId?: string | undefined },
): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { target } = await manageable(ctx, id)
    await endSessions(ctx, {
      adminUserId: id,
      reason: 'endedByAdministrator',
      ...(sessionId === undefined ? {} : { id: sessionId }),
    })
    await recordAudit(ctx, { action: sessionId ? 'session.end' : 'session.endAll', target })
  })
}
