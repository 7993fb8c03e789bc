import type { NamedInput } from '../../contract/selection.ts'
import type { Ctx } from '../../db/context.ts'
import { beginsWith } from '../../db/prefix.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { staffOf } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { getCompany } from '../settings/settings.service.ts'
import { needsFirstRun } from './first-run.ts'
import {
  staffStatus,
  type BatchStaffInput,
  type ListStaffInput,
  type Me,
  type NamedStaff,
  type SessionRow,
  type SessionState,
  type StaffFilter,
  type StaffRow,
} from './staff.contract.ts'

const staffSelect = {
  id: true,
  username: true,
  displayName: true,
  status: true,
  totpCipher: true,
  lockedUntil: true,
  lastSignInAt: true,
  createdAt: true,
  roles: {
    select: { role: { select: { id: true, code: true, name: true } } },
    orderBy: { roleId: 'asc' },
  },
  stores: { select: { store: { select: { id: true, name: true } } }, orderBy: { storeId: 'asc' } },
} satisfies Prisma.AdminUserSelect

type Selected = Prisma.AdminUserGetPayload<{ select: typeof staffSelect }>

function toRow(ctx: Ctx, account: Selected): StaffRow {
  const { totpCipher, lockedUntil, lastSignInAt, createdAt, roles, stores, status, ...plain } =
    account
  return {
    ...plain,
    status: staffStatus.parse(status),
    roles: roles.map(({ role }) => role),
    stores: stores.map(({ store }) => store),
    hasTotp: totpCipher !== null,
    isLocked: lockedUntil !== null && lockedUntil > ctx.clock.now(),
    lastSignInAt: lastSignInAt?.getTime() ?? null,
    createdAt: createdAt.getTime(),
  }
}

/** Staff that the actor sees: all, or those of his own stores. */
export function visibleStaff(ctx: Ctx): Prisma.AdminUserWhereInput {
  const { scope } = ctx.actor
  return scope.kind === 'all' ? {} : { stores: { some: { storeId: { in: [...scope.storeIds] } } } }
}

/** Staff that the filter asks for, within the stores that the actor sees. */
function whereStaff(ctx: Ctx, filter: StaffFilter): Prisma.AdminUserWhereInput {
  const { keyword, status, roleId, storeId } = filter
  const name = keyword.toLowerCase()
  return {
    AND: [
      visibleStaff(ctx),
      status ? { status } : {},
      roleId ? { roles: { some: { roleId } } } : {},
      storeId ? { stores: { some: { storeId } } } : {},
      name ? { OR: [{ username: beginsWith(name) }, { displayName: beginsWith(keyword) }] } : {},
    ],
  }
}

/** Ids of the accounts that were chosen in the list, in a steady order. */
export async function listSelectedStaff(
  ctx: Ctx,
  selection: BatchStaffInput['selection'],
): Promise<number[]> {
  const where: Prisma.AdminUserWhereInput =
    selection.kind === 'some'
      ? { AND: [visibleStaff(ctx), { id: { in: selection.ids } }] }
      : { AND: [whereStaff(ctx, selection.filter), { id: { notIn: selection.except } }] }
  const rows = await ctx.db.adminUser.findMany({
    where,
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

/** How accounts are called, by their ids: those that are still there and that the actor sees. */
export const nameStaff = (ctx: Ctx, { ids }: NamedInput): Promise<NamedStaff[]> =>
  ctx.db.adminUser.findMany({
    where: { AND: [visibleStaff(ctx), { id: { in: ids } }] },
    select: { id: true, username: true, displayName: true },
    orderBy: { id: 'asc' },
  })

/** One page of staff, by name. */
export async function listStaff(ctx: Ctx, input: ListStaffInput) {
  const { pageNo, pageSize, sort, order } = input
  const where = whereStaff(ctx, input)
  const [total, rows] = await Promise.all([
    ctx.db.adminUser.count({ where }),
    ctx.db.adminUser.findMany({
      where,
      select: staffSelect,
      orderBy: [{ [sort]: order }, { id: order }],
      skip: (pageNo - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { total, list: rows.map((row) => toRow(ctx, row)) }
}

/** The signed-in member of staff. */
export async function getMe(ctx: Ctx): Promise<Me> {
  const actor = staffOf(ctx)
  const account = await ctx.db.adminUser.findUniqueOrThrow({
    where: { id: actor.adminUserId },
    select: staffSelect,
  })
  const { scope } = actor
  return {
    adminUserId: account.id,
    username: account.username,
    displayName: account.displayName,
    permissions: [...actor.permissions],
    roles: account.roles.map(({ role }) => ({ code: role.code, name: role.name })),
    scope: scope.kind === 'all' ? 'all' : 'own',
    storeIds: scope.kind === 'all' ? [] : [...scope.storeIds],
    hasTotp: account.totpCipher !== null,
  }
}

/** Live sessions of an account, the last used first. */
async function listSessions(ctx: Ctx, adminUserId: number): Promise<SessionRow[]> {
  const rows = await ctx.db.adminSession.findMany({
    where: { adminUserId, endedAt: null, expiresAt: { gt: ctx.clock.now() } },
    orderBy: { lastSeenAt: 'desc' },
    take: 100,
    select: {
      id: true,
      address: true,
      userAgent: true,
      createdAt: true,
      lastSeenAt: true,
      expiresAt: true,
    },
  })
  const own = ctx.actor.kind === 'staff' ? ctx.actor.sessionId : undefined
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.getTime(),
    lastSeenAt: row.lastSeenAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    isThis: row.id === own,
  }))
}

/** One's own live sessions. */
export const listOwnSessions = (ctx: Ctx): Promise<SessionRow[]> =>
  listSessions(ctx, staffOf(ctx).adminUserId)

/** Live sessions of an account that the actor sees. @throws AppError NOT_FOUND */
export async function listStaffSessions(ctx: Ctx, id: number): Promise<SessionRow[]> {
  const account = await ctx.db.adminUser.findFirst({
    where: { id, ...visibleStaff(ctx) },
    select: { id: true },
  })
  if (!account) throw new AppError('NOT_FOUND')
  return listSessions(ctx, id)
}

/** One account. @throws AppError NOT_FOUND, also for one outside the actor's stores */
export async function getStaff(ctx: Ctx, id: number): Promise<StaffRow> {
  const account = await ctx.db.adminUser.findFirst({
    where: { id, ...visibleStaff(ctx) },
    select: staffSelect,
  })
  if (!account) throw new AppError('NOT_FOUND')
  return toRow(ctx, account)
}

/** What the page asks before anybody has signed in, and who has. */
export async function getSessionState(
  ctx: Ctx,
  firstRunToken: string | undefined,
): Promise<SessionState> {
  const [isNeeded, company] = await Promise.all([needsFirstRun(ctx), getCompany(ctx)])
  return {
    firstRun: { isNeeded, needsToken: isNeeded && firstRunToken !== undefined },
    companyName: company?.name ?? null,
    me: ctx.actor.kind === 'staff' ? await getMe(ctx) : null,
  }
}
