import { z } from 'zod'
import { businessDay } from '../../contract/dates.ts'
import { isPlainText } from '../../contract/text.ts'
import { pointBusiness } from './points.contract.ts'

const AMOUNT_MAX = 2_000_000_000
const LINES_MAX = 500
const PAGE_MAX = 200
/** A hold can't keep points for longer. */
const HOLD_MINUTES_MAX = 7 * 24 * 60

const whole = z.int()
const amount = z.int().min(1).max(AMOUNT_MAX)
const fen = z.int().min(0).max(AMOUNT_MAX)
const text = (max: number) => z.string().trim().min(1).max(max).refine(isPlainText)

export const memberUid = z.object({ uid: z.uuid() })

/** Where a member's points stand. */
export const balances = z.object({
  available: whole,
  held: whole,
  frozen: whole,
  pending: whole,
  debt: whole,
})
export type Balances = z.infer<typeof balances>

/** Points that can be used, and the last business date on which they can; null is for ever. */
export const expiring = z.object({ expiresOn: z.string().nullable(), points: whole })
export const memberPoints = balances.extend({ expiring: z.array(expiring) })
export type MemberPoints = z.infer<typeof memberPoints>

/** Oldest last; `cursor` is what the page before said. */
export const entriesQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
})
export type EntriesQuery = z.infer<typeof entriesQuery>
export const partnerEntry = z.object({
  id: z.string(),
  kind: z.string(),
  business: pointBusiness,
  businessId: z.string(),
  points: whole,
  pending: whole,
  balanceAfter: whole,
  reverses: z.string().nullable(),
  occurredAt: z.string(),
  bookedAt: z.string(),
})
export const entriesPage = z.object({
  items: z.array(partnerEntry),
  /** Null on the last page. */
  nextCursor: z.string().nullable(),
})
export type EntriesPage = z.infer<typeof entriesPage>

/** What for: `activity` gives, `redemption` takes. `text` is what members read. */
const what = { businessId: text(64), text: text(64) }
export const earnRequest = z.strictObject({
  points: amount,
  ...what,
  /** By the company's validity rule unless a date is given; null is for ever. */
  expiresOn: businessDay.nullable().optional(),
})
export type EarnRequest = z.infer<typeof earnRequest>
export const spendRequest = z.strictObject({ points: amount, ...what })
export type SpendRequest = z.infer<typeof spendRequest>

/** Takes an entry of the same key back, in part or whole. */
export const reverseRequest = z.strictObject({ points: amount, text: text(64) })
export type ReverseRequest = z.infer<typeof reverseRequest>
export const entryParams = memberUid.extend({ entryId: z.uuid() })

export const commandAnswer = z.object({
  entryId: z.string().nullable(),
  holdId: z.string().nullable(),
  /** What the entry changed; 0 where points were only set aside or let go. */
  points: whole,
  /** Of a claw-back: what was spent already and nobody owes. */
  forgone: whole,
  balance: balances,
})
export type CommandAnswer = z.infer<typeof commandAnswer>

const basketLine = z.strictObject({
  /** What the line costs, before points. */
  amountFen: fen,
  earnsPoints: z.boolean().default(true),
})
export const basket = z.strictObject({
  memberUid: z.uuid(),
  /** Goods without freight: freight is not paid with points. */
  lines: z.array(basketLine).min(1).max(LINES_MAX),
  /** How many points the member wants to use; the most that is possible is told anyhow. */
  points: amount.optional(),
})
export type Basket = z.infer<typeof basket>

const use = z.object({ points: whole, fen: whole })
export const quote = z.object({
  amountFen: whole,
  available: whole,
  /** The most that this order can take, and why it is nothing. */
  most: use.extend({ why: z.enum(['off', 'tooFew', 'orderTooSmall']).nullable() }),
  pointsMin: whole,
  pointsForOneYuan: whole,
  /** What the points asked for take off; null where none were asked for or they do not fit. */
  use: use.nullable(),
  /** What is left to pay for each line. */
  lines: z.array(z.object({ payFen: whole, points: whole })),
  /** What the order will give once it is paid so. */
  award: z.object({ points: whole, isPending: z.boolean(), expiresOn: z.string().nullable() }),
})
export type Quote = z.infer<typeof quote>

export const holdRequest = basket.extend({
  orderNo: text(64),
  points: amount,
  /** The company's setting unless told otherwise. */
  minutes: z.int().min(1).max(HOLD_MINUTES_MAX).optional(),
})
export type HoldRequest = z.infer<typeof holdRequest>
export const holdAnswer = z.object({
  holdId: z.string(),
  points: whole,
  /** What they take off. */
  fen: whole,
  expiresAt: z.string(),
  balance: balances,
})
export type HoldAnswer = z.infer<typeof holdAnswer>
export const holdParams = z.object({ holdId: z.uuid() })
export const holdState = z.object({
  holdId: z.string(),
  memberUid: z.string(),
  orderNo: z.string(),
  status: z.enum(['open', 'settled', 'released', 'expired']),
  points: whole,
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  endedAt: z.string().nullable(),
})
export type HoldState = z.infer<typeof holdState>
export const settleRequest = z.strictObject({ points: amount })
