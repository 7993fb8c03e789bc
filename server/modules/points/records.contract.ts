import { z } from 'zod'
import { businessDay } from '../../contract/dates.ts'
import { longPageInput, longPageOf } from '../../contract/pagination.ts'
import { exportFormat } from '../../contract/table.ts'
import { isPlainText } from '../../contract/text.ts'
import { explanation, pointBusiness } from './points.contract.ts'

/** What the ledger did. Points that are only set aside or let go make an entry where they pay a debt. */
export const ENTRY_KINDS = [
  'earn',
  'confirm',
  'spend',
  'settle',
  'release',
  'unfreeze',
  'expire',
  'extend',
  'reverse',
] as const
export const entryKind = z.enum(ENTRY_KINDS)
export type EntryKind = z.infer<typeof entryKind>

/** What an entry did to the points of its member: added usable ones, took some, or changed what is to come. */
export const ENTRY_SIGNS = ['added', 'taken', 'pending'] as const
const entrySign = z.enum(ENTRY_SIGNS)

const KEYWORD_MAX = 120
const BUSINESS_ID_MAX = 128
const plain = (max: number) => z.string().trim().min(1).max(max).refine(isPlainText)

/** `keyword` finds members as their list does. Days are business dates. */
export const entryFilter = z.object({
  keyword: z.string().trim().max(KEYWORD_MAX).refine(isPlainText).default(''),
  memberUid: z.uuid().optional(),
  business: pointBusiness.optional(),
  kind: entryKind.optional(),
  sign: entrySign.optional(),
  storeId: z.int().optional(),
  /** The member of staff who did it. */
  staffId: z.int().optional(),
  /** Number of the order, the check-in, the batch. */
  businessId: plain(BUSINESS_ID_MAX).optional(),
  batchId: plain(BUSINESS_ID_MAX).optional(),
  dayFrom: businessDay.optional(),
  dayTo: businessDay.optional(),
})
export type EntryFilter = z.infer<typeof entryFilter>

export const listEntriesInput = longPageInput.extend(entryFilter.shape).extend({
  sort: z.enum(['bookedAt']).default('bookedAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListEntriesInput = z.infer<typeof listEntriesInput>

/** Whether what an entry did still stands, waits to be usable, or was taken back in part or whole. */
export const ENTRY_STATES = ['stands', 'pending', 'partlyBack', 'back'] as const

/** An entry as another one names it. */
export const entryBrief = z.object({
  id: z.uuid(),
  kind: entryKind,
  points: z.int(),
  pending: z.int(),
  forgone: z.int(),
  business: pointBusiness,
  businessId: z.string(),
  businessDate: z.string(),
  bookedAt: z.int(),
})
export type EntryBrief = z.infer<typeof entryBrief>

/** Times are epoch ms. */
export const entryRow = entryBrief.extend({
  member: z.object({ uid: z.uuid(), memberNo: z.string(), nickname: z.string() }),
  balanceAfter: z.int(),
  pendingAfter: z.int(),
  store: z.string().nullable(),
  actor: z.object({ kind: z.string(), name: z.string() }),
  reason: z.string().nullable(),
  batchId: z.string().nullable(),
  occurredAt: z.int(),
  state: z.enum(ENTRY_STATES),
  explanation,
})
export type EntryRow = z.infer<typeof entryRow>
export const entryPage = longPageOf(entryRow)
export type EntryPage = z.infer<typeof entryPage>

/** What all entries of a filter come to. */
export const entryTotals = z.object({
  entries: z.int(),
  added: z.int(),
  /** Above 0. */
  taken: z.int(),
  net: z.int(),
  pending: z.int(),
})
export type EntryTotals = z.infer<typeof entryTotals>

export const lotRow = z.object({
  id: z.uuid(),
  /** The credit that it is of. */
  entry: entryBrief,
  points: z.int(),
  free: z.int(),
  held: z.int(),
  frozen: z.int(),
  isPending: z.boolean(),
  earnedAt: z.int(),
  expiresOn: z.string().nullable(),
})
export type LotRow = z.infer<typeof lotRow>

/** Points that an entry put into a lot or took from it, and what of the lot paid a debt at once. */
const lotShare = z.object({ lot: lotRow, points: z.int(), debt: z.int() })
export const entryDetail = entryRow.extend({
  /** The lot that it made. */
  made: lotRow.nullable(),
  shares: z.array(lotShare),
  reverses: entryBrief.nullable(),
  reversedBy: z.array(entryBrief),
})
export type EntryDetail = z.infer<typeof entryDetail>
export const entryIdInput = z.object({ id: z.uuid() })

export const holdKind = z.enum(['order', 'freeze'])
const accountHold = z.object({
  id: z.uuid(),
  kind: holdKind,
  /** What is still set aside. */
  points: z.int(),
  business: pointBusiness,
  businessId: z.string(),
  reason: z.string().nullable(),
  actorName: z.string(),
  createdAt: z.int(),
  expiresAt: z.int().nullable(),
})
/** `available + held + frozen - debt = earned + returned - used - takenBack - expired`. */
export const accountSums = z.object({
  earned: z.int(),
  used: z.int(),
  returned: z.int(),
  takenBack: z.int(),
  expired: z.int(),
})
export const pointAccount = z.object({
  available: z.int(),
  held: z.int(),
  frozen: z.int(),
  pending: z.int(),
  debt: z.int(),
  entries: z.int(),
  valueFen: z.int(),
  sums: accountSums,
  /** By date, the first first; without those that never expire. */
  expiries: z.array(z.object({ on: z.string(), points: z.int() })),
  lots: z.array(lotRow),
  /** There are more lots than are shown. */
  hasMoreLots: z.boolean(),
  holds: z.array(accountHold),
})
export type PointAccount = z.infer<typeof pointAccount>
export const memberPointsInput = z.object({ uid: z.uuid() })

/** Everything that ever happened to one lot; `left` is what it had after it. */
export const lotDetail = lotRow.extend({
  member: entryRow.shape.member,
  history: z.array(z.object({ entry: entryBrief, points: z.int(), debt: z.int(), left: z.int() })),
})
export type LotDetail = z.infer<typeof lotDetail>

/** Columns of an export, in the order in which they stand in the file. */
export const ENTRY_EXPORT_COLUMNS = [
  'bookedAt',
  'occurredAt',
  'businessDate',
  'memberNo',
  'nickname',
  'kind',
  'business',
  'points',
  'balanceAfter',
  'pending',
  'pendingAfter',
  'forgone',
  'businessId',
  'store',
  'who',
  'reason',
  'batchId',
  'id',
] as const
export type EntryExportColumn = (typeof ENTRY_EXPORT_COLUMNS)[number]

/** How a file of entries is to be written, and what for. */
export const entryExportForm = z.object({
  columns: z.array(z.enum(ENTRY_EXPORT_COLUMNS)).min(1),
  format: exportFormat,
  purpose: z.string().trim().min(2).max(200),
})
/** Entries that match as a file, in the order of the list. */
export const exportEntriesInput = entryExportForm.extend({
  filter: entryFilter,
  order: listEntriesInput.shape.order,
  language: z.enum(['zh', 'en']),
})
export type ExportEntriesInput = z.infer<typeof exportEntriesInput>
