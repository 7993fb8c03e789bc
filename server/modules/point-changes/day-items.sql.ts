import { z } from 'zod'
import { addDays } from '../../contract/dates.ts'
import type { Ctx } from '../../db/context.ts'
import { queryRows, sql, type Sql } from '../../db/sql.ts'
import { HAS_STOCK, memberInScope } from '../point-expiry/point-expiry.service.ts'
import { todayOf } from './change-terms.ts'
import { isGivenBack } from './item.sql.ts'
import type { DayBatchPreviewInput } from './point-changes.contract.ts'

const PAGE = 1_000

const itemRow = z.object({
  /** The last day, or the date on which it was taken off: the day after. */
  day: z.string(),
  memberId: z.int(),
  recordId: z.string(),
  points: z.coerce.number(),
})
/** A lot, or an entry by which points expired. */
export type DayItem = z.infer<typeof itemRow>
type Place = Pick<DayItem, 'day' | 'memberId' | 'recordId'>
type Range = Omit<DayBatchPreviewInput, 'untilDay'>

/** Members whom the actor sees, and of one home store where one is asked for. */
function whose(ctx: Ctx, { storeId }: Range, memberId: Sql): Sql {
  const seen = memberInScope(ctx, memberId)
  if (storeId === null) return seen
  return sql`${seen} AND EXISTS (SELECT 1 FROM "Member" s
    WHERE s."id" = ${memberId} AND s."homeStoreId" = ${storeId})`
}

/** Lots with anything in them, set aside or pending too, whose last day is one of these, in the order of the index. */
const endingLots = (ctx: Ctx, range: Range, after: Place) =>
  sql`SELECT l."expiresOn" AS "day", l."memberId", l."id" AS "recordId",
      l."free" + l."held" + l."frozen" AS "points" FROM "PointLot" l
    WHERE ${HAS_STOCK} AND l."expiresOn" <= ${range.toDay}
      AND (l."expiresOn", l."memberId", l."id") > (${after.day}, ${after.memberId}, ${after.recordId})
      AND ${whose(ctx, range, sql`l."memberId"`)}
    ORDER BY l."expiresOn", l."memberId", l."id" LIMIT ${PAGE}`

/** Entries by which points expired after these days, but for those whose points were given back. */
const expiries = (ctx: Ctx, range: Range, after: Place) =>
  sql`SELECT e."businessId" AS "day", e."memberId", e."id" AS "recordId", -e."points" AS "points"
    FROM "PointEntry" e
    WHERE e."kind" = 'expire' AND e."businessId" <= ${addDays(range.toDay, 1)}
      AND (e."businessId", e."memberId", e."id") > (${after.day}, ${after.memberId}, ${after.recordId})
      AND ${whose(ctx, range, sql`e."memberId"`)} AND NOT ${isGivenBack(sql`e."id"`)}
    ORDER BY e."businessId", e."memberId", e."id" LIMIT ${PAGE}`

/** The first place of a range: what is over cannot be extended any more. */
function firstPlace(ctx: Ctx, { kind, fromDay }: Range): Place {
  const today = todayOf(ctx)
  const place = { memberId: 0, recordId: '' }
  if (kind === 'reinstate') return { day: addDays(fromDay, 1), ...place }
  return { day: fromDay < today ? today : fromDay, ...place }
}

/** What a batch over a range is about, a page at a time: the preview counts it, the batch notes it. */
export async function* iterateDayItems(
  ctx: Ctx,
  range: Range,
): AsyncGenerator<readonly DayItem[], void> {
  const page = range.kind === 'extend' ? endingLots : expiries
  for (let after = firstPlace(ctx, range); ;) {
    const rows = await queryRows(ctx, page(ctx, range, after), itemRow)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    if (rows.length < PAGE) return
    after = last
  }
}
