import type { Ctx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import type { StaffActor } from '../../kernel/actor.ts'
import type { DataScope } from '../../kernel/context.ts'
import { readPermissions } from '../roles/roles.service.ts'
import { findSession, touchSession } from './sessions.ts'

const rightsSelect = {
  id: true,
  displayName: true,
  status: true,
  roles: { select: { role: { select: { permissions: true, scope: true } } } },
  stores: { select: { storeId: true } },
} satisfies Prisma.AdminUserSelect

/** Rights add up over roles; one role that sees all stores is enough. */
async function actorOf(ctx: Ctx, id: number, sessionId: string): Promise<StaffActor | undefined> {
  const account = await ctx.db.adminUser.findUnique({ where: { id }, select: rightsSelect })
  if (account?.status !== 'active') return undefined
  const roles = account.roles.map(({ role }) => role)
  const storeIds = account.stores.map(({ storeId }) => storeId)
  const seesAll = roles.some(({ scope }) => scope === 'all')
  const scope: DataScope = seesAll ? { kind: 'all' } : { kind: 'stores', storeIds }
  const permissions = new Set(roles.flatMap((role) => readPermissions(role.permissions)))
  return {
    kind: 'staff',
    adminUserId: id,
    sessionId,
    name: account.displayName,
    permissions,
    scope,
  }
}

/**
 * Who a session's token belongs to, with the rights of this moment: roles, stores and status are read
 * with every request, so a change acts at once. Undefined when nobody is signed in by it.
 */
export async function authenticate(ctx: Ctx, token: string): Promise<StaffActor | undefined> {
  const session = await findSession(ctx, token)
  if (!session) return undefined
  const actor = await actorOf(ctx, session.adminUserId, session.id)
  if (actor) await touchSession(ctx, session)
  return actor
}

/** Somebody's rights of this moment, for work that he asked for; undefined once he is disabled. */
export const loadActor = (ctx: Ctx, adminUserId: number): Promise<StaffActor | undefined> =>
  actorOf(ctx, adminUserId, '')
