import { z } from 'zod'
import { validity } from '../settings/point-settings.contract.ts'

/**
 * What points can be for: an entry names one, and it says who can cause it. `partner` are those that other
 * systems give by the API; `staff` those given by hand.
 */
export const POINT_BUSINESSES = {
  /** An order gave points, and what was taken back of them. */
  orderAward: 'order',
  /** An order was paid with points, and what was given back of them. */
  orderUse: 'order',
  /** By hand, one member or a batch. */
  manual: 'staff',
  batch: 'staff',
  freeze: 'staff',
  /** What a member brought along from another system. */
  opening: 'import',
  /** A review, a share, a game: whatever another system rewards. */
  activity: 'partner',
  /** Points paid for something that is no order. */
  redemption: 'partner',
  expiry: 'program',
  /** Expired points that were given back. */
  reinstatement: 'staff',
  /** A date that was moved. */
  extension: 'staff',
} as const satisfies Record<string, 'order' | 'staff' | 'import' | 'partner' | 'program'>
export type PointBusiness = keyof typeof POINT_BUSINESSES
const names = <T extends string>(table: Record<T, unknown>): [T, ...T[]] =>
  // The keys of a table that has some.
  Object.keys(table) as [T, ...T[]]
export const pointBusiness = z.enum(names(POINT_BUSINESSES))

const points = z.int()
const lineShare = z.object({ lineNo: z.int(), fen: z.int(), points })

/** A factor of an award in basis points: 1.5 times is 15,000. */
export const awardFactor = z.object({ name: z.string(), bp: z.int() })

/**
 * Why an entry has the number it has: what "Why?" tells in words. Amounts are fen, factors basis points,
 * days business dates. Rules that are changed later change nothing here.
 */
export const explanation = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('orderAward'),
    orderNo: z.string(),
    /** Of the rules that held. */
    version: z.int(),
    rateBp: z.int(),
    factors: z.array(awardFactor),
    earningFen: z.int(),
    lines: z.array(lineShare),
    validity,
    isPending: z.boolean(),
    confirmAfterDays: z.int(),
  }),
  z.object({
    kind: z.literal('confirmed'),
    orderNo: z.string(),
    completedOn: z.string(),
    days: z.int(),
  }),
  z.object({
    kind: z.literal('orderUse'),
    orderNo: z.string(),
    /** Points that the order names; what is more than the entry has was gone by then. */
    wanted: points,
  }),
  z.object({
    kind: z.literal('refund'),
    orderNo: z.string(),
    refundNo: z.string(),
    refundedFen: z.int(),
    /** What is taken back or given back for which line, this time. */
    lines: z.array(lineShare),
    /** What was taken back or given back before. */
    before: z.int(),
    of: z.int(),
  }),
  z.object({
    kind: z.literal('hold'),
    orderNo: z.string(),
    amountFen: z.int(),
    deductionFen: z.int(),
  }),
  z.object({ kind: z.literal('byHand') }),
  z.object({ kind: z.literal('batch'), batchId: z.string() }),
  z.object({ kind: z.literal('undone'), batchId: z.string() }),
  z.object({ kind: z.literal('opening'), fileName: z.string(), reference: z.string() }),
  z.object({ kind: z.literal('partner'), partner: z.string(), text: z.string() }),
  z.object({ kind: z.literal('expired'), asOf: z.string() }),
  /** A hold let go by itself; what it held paid a debt. */
  z.object({ kind: z.literal('timedOut'), holdId: z.string() }),
  z.object({ kind: z.literal('extended'), batchId: z.string(), until: z.string() }),
  z.object({ kind: z.literal('reinstated'), expiredOn: z.string() }),
])
export type Explanation = z.infer<typeof explanation>
