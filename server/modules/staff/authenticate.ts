import type { Ctx } from '../../db/context.ts'
import type { StaffActor } from '../../kernel/actor.ts'
import type { DataScope } from '../../kernel/context.ts'
import { readPermissions } from '../roles/roles.service.ts'
import { readAccountRoles } from './staff.sql.ts'
import { findSession, touchSession } from './sessions.ts'

const storesOf = async (ctx: Ctx, adminUserId: number): Promise<DataScope> => {
  const stores = await ctx.db.adminUserStore.findMany({
    where: { adminUserId },
    select: { storeId: true },
  })
  return { kind: 'stores', storeIds: stores.map(({ storeId }) => storeId) }
}

/** Rights add up over roles; one role that sees all stores is enough. */
async function actorOf(ctx: Ctx, id: number, sessionId: string): Promise<StaffActor | undefined> {
  const roles = await readAccountRoles(ctx, id)
  const [account] = roles
  if (account?.status !== 'active') return undefined
  const seesAll = roles.some(({ scope }) => scope === 'all')
  const permissions = new Set(
    roles.flatMap((role) => (role.scope === null ? [] : readPermissions(role.permissions))),
  )
  return {
    kind: 'staff',
    adminUserId: id,
    sessionId,
    name: account.displayName,
    permissions,
    scope: seesAll ? { kind: 'all' } : await storesOf(ctx, id),
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
