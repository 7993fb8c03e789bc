import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { identifier, queryRows, sql } from '../../db/sql.ts'

/** A number by which a member is known; a mobile as its blind index. */
export interface MemberReference {
  readonly column: 'externalId' | 'mobileIndex' | 'cardNo' | 'memberNo'
  readonly value: string
}

/** Ids of members in the order of their references; undefined where there is none that the actor sees. */
export async function findMemberIds(
  ctx: Ctx,
  references: readonly MemberReference[],
): Promise<(number | undefined)[]> {
  const found = new Map<string, number>()
  const { scope } = ctx.actor
  for (const column of new Set(references.map(({ column }) => column))) {
    const values = [
      ...new Set(references.flatMap((one) => (one.column === column ? one.value : []))),
    ].map((value) => ({ value }))
    const rows = await queryRows(
      ctx,
      sql`SELECT m."id", m.${identifier(column)} AS "value", m."homeStoreId"
        FROM ${rowSet(ctx, { value: 'text' }, values)} AS r
        JOIN "Member" m ON m.${identifier(column)} = r."value"`,
      z.object({ id: z.int(), value: z.string(), homeStoreId: z.int().nullable() }),
    )
    for (const { id, value, homeStoreId } of rows) {
      const isSeen =
        scope.kind === 'all' || (homeStoreId !== null && scope.storeIds.includes(homeStoreId))
      if (isSeen) found.set(`${column} ${value}`, id)
    }
  }
  return references.map(({ column, value }) => found.get(`${column} ${value}`))
}
