import type { Ctx } from '../../db/context.ts'
import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { AppError } from '../../kernel/app-error.ts'
import { visibleMembers } from '../members/members.service.ts'
import { briefSelect, toBrief } from './entry-brief.ts'
import type { LotDetail, LotRow } from './records.contract.ts'

type StoredLot = Prisma.PointLotGetPayload<object>

/** As many movements of one lot as are shown. */
const HISTORY_MAX = 500

/** Lots with the credits that made them, in no order. @param take no more than these, those of use first */
export async function readLots(
  ctx: Ctx,
  where: Prisma.PointLotWhereInput,
  take?: number,
): Promise<LotRow[]> {
  const lots = await ctx.db.pointLot.findMany({
    where,
    // A lot that never expires is used last.
    orderBy: [{ expiresOn: { sort: 'asc', nulls: 'last' } }, { earnedAt: 'asc' }, { id: 'asc' }],
    ...(take === undefined ? {} : { take }),
  })
  return withCredits(ctx, lots)
}

async function withCredits(ctx: Ctx, lots: readonly StoredLot[]): Promise<LotRow[]> {
  const credits = await ctx.db.pointEntry.findMany({
    where: { id: { in: lots.map(({ entryId }) => entryId) } },
    select: briefSelect,
  })
  const byId = new Map(credits.map((entry) => [entry.id, toBrief(entry)]))
  return lots.flatMap(({ id, entryId, points, free, held, frozen, status, ...lot }) => {
    const entry = byId.get(entryId)
    if (!entry) return []
    const { expiresOn } = lot
    const earnedAt = lot.earnedAt.getTime()
    const isPending = status === 'pending'
    return [{ id, entry, points, free, held, frozen, isPending, earnedAt, expiresOn }]
  })
}

/** One lot with everything that happened to it. @throws AppError NOT_FOUND, also of a member out of sight */
export async function getLot(ctx: Ctx, { id }: { id: string }): Promise<LotDetail> {
  const stored = await ctx.db.pointLot.findFirst({
    where: { id, member: visibleMembers(ctx) },
    include: { member: { select: { uid: true, memberNo: true, nickname: true } } },
  })
  const [lot] = stored ? await withCredits(ctx, [stored]) : []
  if (!stored || !lot) throw new AppError('NOT_FOUND')
  const shares = await ctx.db.pointAllocation.findMany({ where: { lotId: id } })
  const shareOf = new Map(shares.map((share) => [share.entryId, share]))
  const entries = await ctx.db.pointEntry.findMany({
    where: { id: { in: [stored.entryId, ...shareOf.keys()] } },
    orderBy: { seq: 'asc' },
    take: HISTORY_MAX,
    select: briefSelect,
  })
  let left = 0
  const history = entries.map((entry) => {
    const made = entry.id === stored.entryId ? stored.points : 0
    const points = made + (shareOf.get(entry.id)?.points ?? 0)
    const debt = shareOf.get(entry.id)?.debt ?? 0
    left += points + debt
    return { entry: toBrief(entry), points, debt, left }
  })
  return { ...lot, member: stored.member, history }
}
