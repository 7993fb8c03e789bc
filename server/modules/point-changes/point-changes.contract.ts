import { z } from 'zod'
import { addDays, businessDay } from '../../contract/dates.ts'
import { pageInput, pageOf } from '../../contract/pagination.ts'
import { isPlainText } from '../../contract/text.ts'
import { memberSelection } from '../members/members.contract.ts'

const POINTS_MAX = 2_000_000_000

/** What is written to members' histories: a sentence. */
const reason = z.string().trim().min(2).max(200)
/** Points of a change: above 0 gives, below takes. */
export const signedPoints = z
  .int()
  .min(-POINTS_MAX)
  .max(POINTS_MAX)
  .refine((points) => points !== 0)
const somePoints = z.int().min(1).max(POINTS_MAX)
/** Made when a dialog opens: what is sent twice is done once. */
const key = z.uuid()
const memberUid = z.uuid()

/** `expiresOn` is of the lot that points given make: null is for ever, left out is what the setting says. */
const change = {
  points: signedPoints,
  expiresOn: businessDay.nullable().optional(),
  reason,
  key,
}

const balances = z.object({
  available: z.int(),
  held: z.int(),
  frozen: z.int(),
  pending: z.int(),
  debt: z.int(),
})

/** What a dialog shows before it changes something. */
export const standingInput = z.object({ memberUid })
export const standing = balances.extend({
  memberNo: z.string(),
  nickname: z.string(),
  /** What is pending and not frozen: a freeze reaches it. */
  freezable: z.int(),
  today: z.string(),
  /** Until when points that are given today can be used, by the setting; null is for ever. */
  expiresOn: z.string().nullable(),
  /** More points wait for a second person; null: none do. */
  approvalAbove: z.int().nullable(),
})
export type Standing = z.infer<typeof standing>

export const adjustInput = z.object({ memberUid, ...change })
export type AdjustInput = z.infer<typeof adjustInput>
/** Done at once, or waiting for a second person as a batch of one. */
export const adjustOutcome = z.discriminatedUnion('kind', [
  balances.extend({ kind: z.literal('done'), entryId: z.uuid(), points: z.int() }),
  z.object({ kind: z.literal('waiting'), batchId: z.uuid() }),
])
export type AdjustOutcome = z.infer<typeof adjustOutcome>

/** Without points everything that can be used or is pending. */
export const freezeInput = z.object({ memberUid, points: somePoints.nullable(), reason, key })
export type FreezeInput = z.infer<typeof freezeInput>
export const freezeOutcome = balances.extend({ holdId: z.uuid() })
export type FreezeOutcome = z.infer<typeof freezeOutcome>
/** Without points all that is still frozen. */
export const unfreezeInput = z.object({
  holdId: z.uuid(),
  points: somePoints.nullable(),
  reason,
  key,
})
export type UnfreezeInput = z.infer<typeof unfreezeInput>
export const releaseHoldInput = z.object({ holdId: z.uuid(), reason, key })
export type ReleaseHoldInput = z.infer<typeof releaseHoldInput>
export const letGoOutcome = balances

export const SET_ASIDE_KINDS = ['order', 'freeze'] as const
const setAsideKind = z.enum(SET_ASIDE_KINDS)

/** `keyword`: a whole member number or a whole order number. */
export const setAsideFilter = z.object({
  keyword: z.string().trim().max(64).refine(isPlainText).default(''),
  kind: setAsideKind.optional(),
  memberUid: z.uuid().optional(),
})
export const listSetAsideInput = pageInput.extend(setAsideFilter.shape).extend({
  sort: z.enum(['createdAt']).default('createdAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListSetAsideInput = z.infer<typeof listSetAsideInput>
/** Points that are set aside now. */
export const setAsideRow = z.object({
  id: z.uuid(),
  kind: setAsideKind,
  memberUid: z.uuid(),
  memberNo: z.string(),
  nickname: z.string(),
  /** What is still set aside, and what it was opened with. */
  points: z.int(),
  openedPoints: z.int(),
  orderNo: z.string().nullable(),
  reason: z.string().nullable(),
  actorName: z.string(),
  createdAt: z.int(),
  /** When it lets go by itself. */
  expiresAt: z.int().nullable(),
})
export type SetAsideRow = z.infer<typeof setAsideRow>
export const setAsidePage = pageOf(setAsideRow)
export type SetAsidePage = z.infer<typeof setAsidePage>

/** Takes an entry back; without points all that is left of it. */
export const reversalInput = z.object({ entryId: z.uuid(), points: somePoints.nullable() })
export type ReversalInput = z.infer<typeof reversalInput>
/** What taking an entry back would do, without doing it. */
export const reversalPreview = balances.extend({
  memberUid,
  memberNo: z.string(),
  nickname: z.string(),
  /** Of the entry, and what of it can still be taken back. */
  entryPoints: z.int(),
  left: z.int(),
  /** What the books would change by. */
  points: z.int(),
  availableBefore: z.int(),
  debtBefore: z.int(),
  /** Gone, and not owed either. */
  forgone: z.int(),
  lots: z.array(z.object({ lotId: z.string(), points: z.int(), expiresOn: z.string().nullable() })),
})
export type ReversalPreview = z.infer<typeof reversalPreview>
export const reverseEntryInput = reversalInput.extend({ reason, key })
export type ReverseEntryInput = z.infer<typeof reverseEntryInput>
export const reverseOutcome = balances.extend({
  entryId: z.uuid(),
  points: z.int(),
  forgone: z.int(),
})
export type ReverseOutcome = z.infer<typeof reverseOutcome>

export const batchPreviewInput = z.object({ selection: memberSelection, points: signedPoints })
export type BatchPreviewInput = z.infer<typeof batchPreviewInput>
/** What a batch would come to now. Amounts are fen by what points are worth in an order. */
export const batchPreview = z.object({
  members: z.int(),
  total: z.int(),
  valueFen: z.int(),
  /** Members who have too few: each is refused. */
  short: z.int(),
  needsApproval: z.boolean(),
  today: z.string(),
  /** Until when points that are given today can be used, by the setting. */
  ruleExpiresOn: z.string().nullable(),
})
export type BatchPreview = z.infer<typeof batchPreview>
export const createBatchInput = z.object({ selection: memberSelection, ...change })
export type CreateBatchInput = z.infer<typeof createBatchInput>

/** `extend` moves the last day of what is still there, `reinstate` gives back what has expired. */
export const DAY_BATCH_KINDS = ['extend', 'reinstate'] as const
export type DayBatchKind = (typeof DAY_BATCH_KINDS)[number]
const DAYS_MAX = 366

interface Days {
  readonly fromDay: string
  readonly toDay: string
  readonly untilDay: string
}
/** From a day to a day, of one year at most, and a new last day behind them. */
const inOrder = <S extends z.ZodType<Days>>(schema: S): S =>
  schema
    .refine(({ fromDay, toDay }) => fromDay <= toDay && toDay < addDays(fromDay, DAYS_MAX), {
      path: ['toDay'],
    })
    .refine(({ toDay, untilDay }) => untilDay > toDay, { path: ['untilDay'] })
const days = {
  /** Last days of the lots, or last days after which points were taken off. */
  fromDay: businessDay,
  toDay: businessDay,
  /** The last day then. */
  untilDay: businessDay,
  /** Of members of this home store; null is all that the actor sees. */
  storeId: z.int().min(1).nullable(),
}
/** What the dialogs ask for. */
export const dayBatchForm = inOrder(z.object({ ...days, reason }))
const dayBatch = z.object({ kind: z.enum(DAY_BATCH_KINDS), ...days })
export const dayBatchPreviewInput = inOrder(dayBatch)
export type DayBatchPreviewInput = z.infer<typeof dayBatchPreviewInput>
export const createDayBatchInput = inOrder(dayBatch.extend({ reason, key }))
export type CreateDayBatchInput = z.infer<typeof createDayBatchInput>
/** What such a batch would come to now. `items`: lots, or entries by which points expired. */
export const dayBatchPreview = z.object({
  members: z.int(),
  items: z.int(),
  total: z.int(),
  valueFen: z.int(),
  needsApproval: z.boolean(),
  /** The first and the last of the days that something was found for. */
  firstDay: z.string().nullable(),
  lastDay: z.string().nullable(),
  today: z.string(),
  /** The last day that can be asked for. */
  untilMax: z.string(),
})
export type DayBatchPreview = z.infer<typeof dayBatchPreview>

export const BATCH_STATUSES = [
  'waiting',
  'approved',
  'running',
  'done',
  'rejected',
  'cancelled',
  'undone',
] as const
const batchStatus = z.enum(BATCH_STATUSES)
export type BatchStatus = z.infer<typeof batchStatus>

export const batchIdInput = z.object({ id: z.uuid() })
export const batchReasonInput = batchIdInput.extend({ reason })
export type BatchReasonInput = z.infer<typeof batchReasonInput>
export const undoBatchInput = batchReasonInput.extend({ key })
export type UndoBatchInput = z.infer<typeof undoBatchInput>
export const madeBatch = z.object({ id: z.uuid(), status: batchStatus })
export type MadeBatch = z.infer<typeof madeBatch>

export const batchRow = z.object({
  id: z.uuid(),
  kind: z.enum(['adjust', ...DAY_BATCH_KINDS, 'undo']),
  status: batchStatus,
  points: z.int(),
  expiresOn: z.string().nullable(),
  /** Last days that one is about that extends or reinstates. */
  fromDay: z.string().nullable(),
  toDay: z.string().nullable(),
  storeId: z.int().nullable(),
  memberCount: z.int(),
  /** Lots or entries, and those with which it was done; null where members are all. */
  itemCount: z.int().nullable(),
  doneItems: z.int().nullable(),
  total: z.int(),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: z.int(),
  isMine: z.boolean(),
  decidedBy: z.string().nullable(),
  decidedAt: z.int().nullable(),
  decision: z.string().nullable(),
  finishedAt: z.int().nullable(),
  doneCount: z.int(),
  refusedCount: z.int(),
  doneTotal: z.int(),
  undoes: z.uuid().nullable(),
  undoneBy: z.uuid().nullable(),
})
export type BatchRow = z.infer<typeof batchRow>
export const listBatchesInput = pageInput.extend({
  status: batchStatus.optional(),
  sort: z.enum(['createdAt']).default('createdAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListBatchesInput = z.infer<typeof listBatchesInput>
export const batchPage = pageOf(batchRow)
export type BatchPage = z.infer<typeof batchPage>
/** `isStopped`: its work ended before it was done, and can go on. */
export const batchDetail = batchRow.extend({ valueFen: z.int(), isStopped: z.boolean() })
export type BatchDetail = z.infer<typeof batchDetail>

const memberStatus = z.enum(['waiting', 'done', 'refused'])
export const batchMembersInput = pageInput.extend({
  id: z.uuid(),
  status: memberStatus.optional(),
})
export type BatchMembersInput = z.infer<typeof batchMembersInput>
export const batchMemberRow = z.object({
  memberUid,
  memberNo: z.string(),
  nickname: z.string(),
  status: memberStatus,
  code: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export const batchMemberPage = pageOf(batchMemberRow)
export type BatchMemberPage = z.infer<typeof batchMemberPage>
