import type { Prisma } from '../../db/generated/sqlite/client.ts'
import { pointBusiness } from './points.contract.ts'
import { entryKind, type EntryBrief } from './records.contract.ts'

export const briefSelect = {
  id: true,
  kind: true,
  points: true,
  pending: true,
  forgone: true,
  business: true,
  businessId: true,
  businessDate: true,
  bookedAt: true,
} satisfies Prisma.PointEntrySelect
type StoredBrief = Prisma.PointEntryGetPayload<{ select: typeof briefSelect }>

/** An entry as another one names it. */
export const toBrief = (entry: StoredBrief): EntryBrief => ({
  id: entry.id,
  kind: entryKind.parse(entry.kind),
  points: entry.points,
  pending: entry.pending,
  forgone: entry.forgone,
  business: pointBusiness.parse(entry.business),
  businessId: entry.businessId,
  businessDate: entry.businessDate,
  bookedAt: entry.bookedAt.getTime(),
})
