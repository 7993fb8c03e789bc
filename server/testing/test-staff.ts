import type { Ctx, Db } from '../db/context.ts'
import type { StaffActor } from '../kernel/actor.ts'
import { invariant } from '../kernel/invariant.ts'
import { keepBuiltInRoles } from '../modules/roles/roles.service.ts'
import { createStaff, loadActor, useReset } from '../modules/staff/staff.service.ts'

export const TEST_PASSWORD = 'a long enough secret 42'

interface StaffOptions {
  readonly username: string
  readonly roles?: readonly string[]
  readonly roleIds?: readonly number[]
  readonly storeIds?: readonly number[]
}

/** An account that can sign in with `TEST_PASSWORD`, made the way an administrator makes one. */
export async function makeStaff(ctx: Ctx<Db>, options: StaffOptions): Promise<number> {
  const { username, roles = [], roleIds = [], storeIds = [] } = options
  await keepBuiltInRoles(ctx)
  const builtIn = await ctx.db.role.findMany({ where: { code: { in: [...roles] } } })
  const [reset] = await createStaff(ctx, [
    {
      username,
      displayName: `${username} 的姓名`,
      roleIds: [...roleIds, ...builtIn.map(({ id }) => id)],
      storeIds: [...storeIds],
    },
  ])
  invariant(reset, 'one account was created')
  await useReset(ctx, { code: reset.code, password: TEST_PASSWORD })
  return reset.id
}

/** The context of somebody who is signed in, with his rights of this moment. */
export async function asStaff(ctx: Ctx<Db>, id: number): Promise<Ctx<Db> & { actor: StaffActor }> {
  const actor = await loadActor(ctx, id)
  invariant(actor, 'the account is active')
  return { ...ctx, actor }
}
