import type { Ctx } from './context.ts'
import { joinSql, sql, type Sql } from './sql.ts'

/** The condition that the actor sees the store in a column; who sees all also sees what belongs to none. */
export function storeSeen({ actor }: Pick<Ctx, 'actor'>, column: Sql): Sql {
  const { scope } = actor
  if (scope.kind === 'all') return sql`1 = 1`
  if (scope.storeIds.length === 0) return sql`1 = 0`
  return sql`${column} IN (${joinSql(scope.storeIds.map((id) => sql`${id}`))})`
}
