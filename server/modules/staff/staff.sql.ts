import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { jsonColumn, queryRows, sql } from '../../db/sql.ts'

const roleOfAccount = z.object({
  displayName: z.string(),
  status: z.string(),
  permissions: jsonColumn.nullable(),
  scope: z.string().nullable(),
})

/**
 * An account with one row for each of its roles, or with one row whose role is empty. By hand, since it
 * goes before every request of staff: one statement instead of the client's three.
 */
export const readAccountRoles = (ctx: Ctx, adminUserId: number) =>
  queryRows(
    ctx,
    sql`SELECT u."displayName", u."status", r."permissions", r."scope" FROM "AdminUser" u
      LEFT JOIN "AdminUserRole" ur ON ur."adminUserId" = u."id"
      LEFT JOIN "Role" r ON r."id" = ur."roleId"
      WHERE u."id" = ${adminUserId}`,
    roleOfAccount,
  )
