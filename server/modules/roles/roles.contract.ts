import { z } from 'zod'
import { permission, scope } from '../../contract/permissions.ts'
import { isPlainText } from '../../contract/text.ts'

export const roleRow = z.object({
  id: z.int(),
  code: z.string(),
  /** Empty for built-in roles: their names are texts of the back office, by code. */
  name: z.string(),
  isBuiltIn: z.boolean(),
  permissions: z.array(permission),
  scope,
  staffCount: z.int(),
})
export type RoleRow = z.infer<typeof roleRow>

const roleName = z.string().trim().min(1).max(32).refine(isPlainText)
const rights = { permissions: z.array(permission).max(200), scope }
export const createRoleInput = z.object({ name: roleName, ...rights })
export type CreateRoleInput = z.infer<typeof createRoleInput>
export const updateRoleInput = z.object({ id: z.int(), name: roleName, ...rights })
export type UpdateRoleInput = z.infer<typeof updateRoleInput>

/** Which roles grant a right: whom to ask for what one may not do. */
export const roleHolders = z.array(
  z.object({ permission, roles: z.array(z.object({ code: z.string(), name: z.string() })) }),
)
export type RoleHolders = z.infer<typeof roleHolders>
