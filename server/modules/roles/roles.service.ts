import { z } from 'zod'
import { permission, PERMISSIONS, type Permission } from '../../contract/permissions.ts'
import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { recordAudit, recordChange } from '../audit/audit.service.ts'
import { BUILT_IN_ROLES } from './built-in-roles.ts'
import type { CreateRoleInput, RoleHolders, RoleRow, UpdateRoleInput } from './roles.contract.ts'

/** Rights of a stored role; one that this version does not know any more is left out. */
export function readPermissions(stored: unknown): Permission[] {
  const names = z.array(z.string()).parse(stored)
  return names.flatMap((name) => permission.safeParse(name).data ?? [])
}

/**
 * Who makes or unmakes administrators takes turns by changing one row, on both databases: what he counts
 * afterwards is not changed by another before he commits. @returns the role's id
 */
export const takeAdministratorTurn = (ctx: Ctx<Tx>): Promise<{ id: number }> =>
  ctx.db.role.update({
    where: { code: 'administrator' },
    data: { updatedAt: ctx.clock.now() },
    select: { id: true },
  })

/** Brings the built-in roles up to this version. Run at start. */
export async function keepBuiltInRoles(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now()
  await inTransaction(ctx, async (ctx) => {
    for (const { code, permissions, scope } of BUILT_IN_ROLES) {
      const data = { permissions: [...permissions], scope, updatedAt: now }
      await ctx.db.role.upsert({
        where: { code },
        update: data,
        create: { ...data, code, name: '', isBuiltIn: true, createdAt: now },
        select: { id: true },
      })
    }
  })
}

function assertHolds(ctx: Ctx, wanted: readonly Permission[]): void {
  const missing = wanted.find((name) => !ctx.actor.permissions.has(name))
  if (missing) throw new AppError('RIGHT_NOT_YOURS', { permission: missing })
}

/** Who sees his own stores only gives nobody more. */
function assertReaches(ctx: Ctx, scope: string): void {
  if (scope === 'all' && ctx.actor.scope.kind !== 'all') {
    throw new AppError('RIGHT_NOT_YOURS', { permission: 'scope.all' })
  }
}

/** Nobody grants, by a role, a right that he does not have. @throws AppError NOT_FOUND, RIGHT_NOT_YOURS */
export async function assertMayGrant(ctx: Ctx, roleIds: readonly number[]): Promise<void> {
  const roles = await ctx.db.role.findMany({
    where: { id: { in: [...roleIds] } },
    select: { permissions: true, scope: true },
  })
  if (roles.length !== new Set(roleIds).size) throw new AppError('NOT_FOUND')
  for (const role of roles) {
    assertHolds(ctx, readPermissions(role.permissions))
    assertReaches(ctx, role.scope)
  }
}

/** All roles, built-in ones first. */
export async function listRoles(ctx: Ctx): Promise<RoleRow[]> {
  const roles = await ctx.db.role.findMany({
    orderBy: [{ isBuiltIn: 'desc' }, { id: 'asc' }],
    include: { _count: { select: { staff: true } } },
  })
  return roles.map(({ id, code, name, isBuiltIn, permissions, scope, _count }) => ({
    id,
    code,
    name,
    isBuiltIn,
    permissions: readPermissions(permissions),
    scope: scope === 'all' ? 'all' : 'own',
    staffCount: _count.staff,
  }))
}

const targetOf = (role: { id: number; name: string }) =>
  ({ type: 'role', id: role.id, name: role.name }) as const

/** Makes a role of one's own. @throws AppError RIGHT_NOT_YOURS */
export function createRole(ctx: Ctx, input: CreateRoleInput): Promise<{ id: number }> {
  return inTransaction(ctx, async (ctx) => {
    assertHolds(ctx, input.permissions)
    assertReaches(ctx, input.scope)
    const now = ctx.clock.now()
    const role = await ctx.db.role.create({
      data: { ...input, code: uuidv7(ctx.clock), isBuiltIn: false, createdAt: now, updatedAt: now },
      select: { id: true, name: true },
    })
    await recordAudit(ctx, { action: 'role.create', target: targetOf(role), after: { ...input } })
    return { id: role.id }
  })
}

async function findOwnRole(ctx: Ctx<Tx>, id: number) {
  const role = await ctx.db.role.findUnique({
    where: { id },
    include: { _count: { select: { staff: true } } },
  })
  if (!role) throw new AppError('NOT_FOUND')
  if (role.isBuiltIn) throw new AppError('ROLE_BUILT_IN')
  return role
}

/** Changes a role of one's own. @throws AppError NOT_FOUND, ROLE_BUILT_IN, RIGHT_NOT_YOURS */
export function updateRole(ctx: Ctx, { id, ...after }: UpdateRoleInput): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const role = await findOwnRole(ctx, id)
    assertHolds(ctx, [...after.permissions, ...readPermissions(role.permissions)])
    assertReaches(ctx, after.scope)
    assertReaches(ctx, role.scope)
    await ctx.db.role.update({
      where: { id },
      data: { ...after, updatedAt: ctx.clock.now() },
      select: { id: true },
    })
    const before = {
      name: role.name,
      scope: role.scope,
      permissions: readPermissions(role.permissions),
    }
    await recordChange(ctx, { action: 'role.update', target: targetOf(role) }, { before, after })
  })
}

/** Removes a role that nobody has. @throws AppError NOT_FOUND, ROLE_BUILT_IN, ROLE_IN_USE */
export function deleteRole(ctx: Ctx, id: number): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const role = await findOwnRole(ctx, id)
    if (role._count.staff > 0) throw new AppError('ROLE_IN_USE', { count: role._count.staff })
    await ctx.db.role.delete({ where: { id }, select: { id: true } })
    const before = {
      name: role.name,
      scope: role.scope,
      permissions: readPermissions(role.permissions),
    }
    await recordAudit(ctx, { action: 'role.delete', target: targetOf(role), before })
  })
}

/** Which roles grant each right: whom to ask for what one may not do. */
export async function listRoleHolders(ctx: Ctx): Promise<RoleHolders> {
  const roles = await listRoles(ctx)
  return PERMISSIONS.map((permission) => ({
    permission,
    roles: roles
      .filter(({ permissions }) => permissions.includes(permission))
      .map(({ code, name }) => ({ code, name })),
  }))
}
