import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { where, whereEqual, whereRange, type Condition, type ListRows } from '../../db/long-list.ts'
import { joinSql, sql } from '../../db/sql.ts'
import { findMember, idsByKeyword } from '../members/members.service.ts'
import { pointBusiness } from './points.contract.ts'
import type { EntryFilter, ListEntriesInput } from './records.contract.ts'

/** The list's own order. */
const ORDER = 'bookedAt'

/** Entries of members that the actor may see: members belong to their home store. */
function scopeConditions({ actor }: Ctx): Condition[] {
  const { scope } = actor
  if (scope.kind === 'all') return []
  if (scope.storeIds.length === 0) return [where(sql`1 = 0`)]
  const ids = joinSql(scope.storeIds.map((id) => sql`${id}`))
  return [
    {
      find: sql`"memberId" IN (SELECT m."id" FROM "Member" m WHERE m."homeStoreId" IN (${ids}))`,
      // Of a row in hand the one member is looked up, instead of all members of the stores.
      check: sql`((SELECT m."homeStoreId" FROM "Member" m WHERE m."id" = "memberId") IN (${ids})) IS TRUE`,
    },
  ]
}

const BUSINESSES = joinSql(pointBusiness.options.map((name) => sql`${name}`))

const SIGNS = {
  added: sql`"points" > 0`,
  taken: sql`"points" < 0`,
  pending: sql`"pending" <> 0`,
} as const satisfies Record<NonNullable<EntryFilter['sign']>, unknown>

async function memberConditions(ctx: Ctx, { keyword, memberUid }: EntryFilter) {
  const found = await idsByKeyword(ctx, keyword)
  const member = memberUid === undefined ? undefined : await findMember(ctx, memberUid)
  return [
    ...(found === undefined ? [] : [where(sql`"memberId" IN (${found})`)]),
    ...(member === undefined ? [] : [where(sql`"memberId" = ${member.id}`)]),
  ]
}

/** What an entry must fulfil to be in the list: the filter and the actor's data scope. */
export async function entryConditions(ctx: Ctx, filter: EntryFilter): Promise<Condition[]> {
  const { business, businessId, batchId, kind, sign, storeId, staffId, dayFrom, dayTo } = filter
  return [
    ...scopeConditions(ctx),
    ...(await memberConditions(ctx, filter)),
    ...(business === undefined ? [] : [where(sql`"business" = ${business}`)]),
    // The index that has numbers begins with what they are of.
    ...(businessId === undefined
      ? []
      : [where(sql`"business" IN (${BUSINESSES}) AND "businessId" = ${businessId}`)]),
    ...(batchId === undefined ? [] : [whereEqual('batchId', batchId, ORDER)]),
    ...(kind === undefined ? [] : [whereEqual('kind', kind, ORDER)]),
    ...(sign === undefined ? [] : [where(SIGNS[sign])]),
    ...(storeId === undefined ? [] : [whereEqual('storeId', storeId, ORDER)]),
    ...(staffId === undefined
      ? []
      : [where(sql`"actorKind" = 'staff' AND "actorId" = ${staffId}`, ORDER)]),
    ...whereRange('businessDate', { from: dayFrom, to: dayTo }, ORDER),
  ]
}

/** The entries that match and that the actor may see, in an order. */
export const matchingEntries = async (
  ctx: Ctx,
  filter: EntryFilter,
  { order }: Pick<ListEntriesInput, 'order'>,
): Promise<ListRows<string>> => ({
  table: 'PointEntry',
  ids: z.uuid(),
  conditions: await entryConditions(ctx, filter),
  order: { column: ORDER, direction: order, bind: (value) => new Date(value) },
})
