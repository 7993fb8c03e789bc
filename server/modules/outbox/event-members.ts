import type { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { identifier, sql, type Sql } from '../../db/sql.ts'
import { storeSeen } from '../../db/store-scope.ts'
import type { eventMember } from './outbox.contract.ts'

export type EventMember = z.infer<typeof eventMember>

/**
 * The condition "the actor sees the member of this row": who sees his own stores sees their members only.
 * `column` holds the member's uid.
 */
export function memberSeen(ctx: Ctx, table: string, column: string): Sql {
  if (ctx.actor.scope.kind === 'all') return sql`1 = 1`
  return sql`EXISTS (SELECT 1 FROM "Member" m
    WHERE m."uid" = ${identifier(table)}.${identifier(column)}
      AND ${storeSeen(ctx, sql`m."homeStoreId"`)})`
}

interface KnownMember extends EventMember {
  readonly status: string
  readonly homeStoreId: number | null
}

/** How the members of some rows are called and whose they are, by uid; nothing personal. */
export async function membersOf(
  ctx: Ctx,
  uids: readonly string[],
): Promise<ReadonlyMap<string, KnownMember>> {
  const members = await ctx.db.member.findMany({
    where: { uid: { in: [...new Set(uids)] } },
    select: { uid: true, nickname: true, memberNo: true, status: true, homeStoreId: true },
  })
  return new Map(members.map((member) => [member.uid, member]))
}
