import type { Ctx } from '../db/context.ts'
import type { Prisma } from '../db/generated/sqlite/client.ts'

const read = (text: string | null): unknown => (text === null ? null : JSON.parse(text))

/** What was recorded, oldest first, with the values as they were given. */
export async function auditEntries(ctx: Ctx, where: Prisma.AuditEntryWhereInput = {}) {
  const rows = await ctx.db.auditEntry.findMany({ where, orderBy: { id: 'asc' } })
  return rows.map((row) => ({ ...row, before: read(row.before), after: read(row.after) }))
}

/** An empty log. */
export async function clearAudit(ctx: Ctx): Promise<void> {
  await ctx.db.auditEntry.deleteMany()
  await ctx.db.auditSeal.deleteMany()
  await ctx.db.auditHead.deleteMany()
}
