import type { Ctx } from '../../db/context.ts'
import { findMember } from '../members/members.service.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { readLots } from './point-lots.ts'
import { pointBusiness } from './points.contract.ts'
import { holdKind, type PointAccount } from './records.contract.ts'

const LOTS_MAX = 200
const HOLDS_MAX = 100
const NOTHING = { available: 0, held: 0, frozen: 0, pending: 0, debt: 0, entries: 0 }

/** What came and went over all time, by what the ledger did. */
async function sumAccount(ctx: Ctx, memberId: number): Promise<PointAccount['sums']> {
  const sumOf = async (kinds: readonly string[], sign: 1 | -1) => {
    const points = sign > 0 ? { gt: 0 } : { lt: 0 }
    const where = { memberId, kind: { in: [...kinds] }, points }
    const { _sum } = await ctx.db.pointEntry.aggregate({ where, _sum: { points: true } })
    return sign * (_sum.points ?? 0)
  }
  return {
    earned: await sumOf(['earn', 'confirm'], 1),
    used: await sumOf(['spend', 'settle'], -1),
    returned: await sumOf(['reverse'], 1),
    takenBack: await sumOf(['reverse'], -1),
    expired: await sumOf(['expire'], -1),
  }
}

async function readHolds(ctx: Ctx, memberId: number): Promise<PointAccount['holds']> {
  const holds = await ctx.db.pointHold.findMany({
    where: { memberId, status: 'open' },
    orderBy: { id: 'asc' },
    take: HOLDS_MAX,
  })
  const parts = await ctx.db.pointHoldPart.groupBy({
    by: ['holdId'],
    where: { holdId: { in: holds.map(({ id }) => id) } },
    _sum: { points: true },
  })
  const leftOf = new Map(parts.map(({ holdId, _sum }) => [holdId, _sum.points ?? 0]))
  return holds.map(({ id, kind, business, ...hold }) => ({
    id,
    kind: holdKind.parse(kind),
    points: leftOf.get(id) ?? 0,
    business: pointBusiness.parse(business),
    businessId: hold.businessId,
    reason: hold.reason,
    actorName: hold.actorName,
    createdAt: hold.createdAt.getTime(),
    expiresAt: hold.expiresAt?.getTime() ?? null,
  }))
}

/**
 * When free points end, by date, over all lots: those that were never more than pending end with their lot too,
 * but nobody can lose what he has not got yet.
 */
async function readExpiries(ctx: Ctx, memberId: number): Promise<PointAccount['expiries']> {
  const rows = await ctx.db.pointLot.groupBy({
    by: ['expiresOn'],
    where: { memberId, status: 'open', free: { gt: 0 }, expiresOn: { not: null } },
    _sum: { free: true },
    orderBy: { expiresOn: 'asc' },
  })
  return rows.flatMap(({ expiresOn, _sum }) =>
    expiresOn === null ? [] : [{ on: expiresOn, points: _sum.free ?? 0 }],
  )
}

/** Where a member's points stand, and of what. @throws AppError NOT_FOUND, also of a member out of sight */
export async function getAccount(ctx: Ctx, { uid }: { uid: string }): Promise<PointAccount> {
  const { id } = await findMember(ctx, uid)
  const { deduction } = await getPointSettings(ctx)
  const account = await ctx.db.pointAccount.findUnique({
    where: { id },
    omit: { id: true, updatedAt: true },
  })
  const figures = account ?? NOTHING
  const live = { OR: [{ free: { gt: 0 } }, { held: { gt: 0 } }, { frozen: { gt: 0 } }] }
  const lots = await readLots(ctx, { memberId: id, ...live }, LOTS_MAX + 1)
  return {
    ...figures,
    valueFen: Math.floor((figures.available * 100) / deduction.pointsForOneYuan),
    sums: await sumAccount(ctx, id),
    expiries: await readExpiries(ctx, id),
    lots: lots.slice(0, LOTS_MAX),
    hasMoreLots: lots.length > LOTS_MAX,
    holds: await readHolds(ctx, id),
  }
}
