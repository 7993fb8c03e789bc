import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { EntriesPage, EntriesQuery } from './partner-points.contract.ts'
import { memberOf } from './partner-points.ts'
import { pointBusiness } from './points.contract.ts'

const cursor = z.object({ seq: z.int().min(1) })

/** Where a page ends, as a text that means nothing to who passes it on. */
const toCursor = (seq: number): string =>
  Buffer.from(JSON.stringify({ seq } satisfies z.infer<typeof cursor>)).toString('base64url')

function readCursor(text: string): number {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString())).seq
  } catch (cause) {
    const fields = { cursor: ['INVALID'] }
    throw new AppError('INVALID_INPUT', {}, { cause, fields })
  }
}

/** A member's entries, newest first, page by page: what is booked meanwhile moves none of them. */
export async function listPartnerEntries(
  ctx: Ctx,
  uid: string,
  { cursor, limit }: EntriesQuery,
): Promise<EntriesPage> {
  const { id: memberId } = await memberOf(ctx, uid)
  const below = cursor === undefined ? {} : { seq: { lt: readCursor(cursor) } }
  const entries = await ctx.db.pointEntry.findMany({
    where: { memberId, ...below },
    orderBy: { seq: 'desc' },
    take: limit,
  })
  const last = entries.at(-1)
  return {
    items: entries.map((entry) => ({
      ...{ id: entry.id, kind: entry.kind, businessId: entry.businessId },
      business: pointBusiness.parse(entry.business),
      ...{ points: entry.points, pending: entry.pending, balanceAfter: entry.balanceAfter },
      reverses: entry.reverses,
      occurredAt: entry.occurredAt.toISOString(),
      bookedAt: entry.bookedAt.toISOString(),
    })),
    nextCursor: last && last.seq > 1 && entries.length === limit ? toCursor(last.seq) : null,
  }
}
