import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import { createRoleInput, roleHolders, roleRow, updateRoleInput } from './roles.contract.ts'
import { createRole, deleteRole, listRoleHolders, listRoles, updateRole } from './roles.service.ts'

const id = z.object({ id: z.int() })

export const rolesRouter = router({
  list: can('roles.view')
    .output(z.array(roleRow))
    .query(({ ctx }) => listRoles(ctx)),
  holders: can('signedIn')
    .output(roleHolders)
    .query(({ ctx }) => listRoleHolders(ctx)),
  create: can('roles.manage')
    .input(createRoleInput)
    .output(id)
    .mutation(({ ctx, input }) => createRole(ctx, input)),
  update: can('roles.manage')
    .input(updateRoleInput)
    .output(z.void())
    .mutation(({ ctx, input }) => updateRole(ctx, input)),
  delete: can('roles.manage')
    .input(id)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteRole(ctx, input.id)),
})
