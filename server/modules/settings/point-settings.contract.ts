import { z } from 'zod'

const POINTS_MAX = 1_000_000
const BASIS_POINTS_MAX = 100_000_000
/** Nothing is given for longer. */
export const VALIDITY_MONTHS_MAX = 120
const YEARS_MAX = 10
const DAYS_OF_EVENTS_MAX = 36_500

/**
 * Until when a credit can be used. `months`: through the same day so many months later, the last one of a
 * shorter month. `yearEnd`: through 31 December, so many years after the year it was earned in.
 */
export const validity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never') }),
  z.object({ kind: z.literal('months'), months: z.int().min(1).max(VALIDITY_MONTHS_MAX) }),
  z.object({ kind: z.literal('yearEnd'), years: z.int().min(0).max(YEARS_MAX) }),
])
export type Validity = z.infer<typeof validity>

/** What orders give. The rate is points for one yuan in basis points: 10 points are 100,000. */
export const awardSettings = z.object({
  rateBp: z.int().min(0).max(BASIS_POINTS_MAX),
  /** Given as pending, usable so many days after completion; otherwise usable when paid. */
  isPending: z.boolean(),
  confirmAfterDays: z.int().min(0).max(365),
  validity,
})

/** What points are worth when an order is paid, and how many it takes. */
export const deductionSettings = z.object({
  isOn: z.boolean(),
  pointsForOneYuan: z.int().min(1).max(POINTS_MAX),
  /** Of one order; null is no cap. */
  pointsMax: z.int().min(1).nullable(),
  /** Of the amount of an order, in percent. */
  percentMax: z.int().min(1).max(100),
  /** Fewer points than these can't be used. */
  pointsMin: z.int().min(1).max(POINTS_MAX),
  /** A hold lets go by itself after so long. */
  holdMinutes: z
    .int()
    .min(1)
    .max(7 * 24 * 60),
})

/** Everything that the company decides about points; `version` counts the changes. */
export const pointSettings = z.object({
  award: awardSettings,
  deduction: deductionSettings,
  /** Points that come back after their date can be used for so many days more. */
  graceDays: z.int().min(0).max(365),
  /** Members are told so many days before points expire. */
  remindDays: z.array(z.int().min(1).max(90)).max(5),
  /** What becomes of a refund's points that are spent already: owed, or forgone. */
  shortfall: z.enum(['debt', 'floor']),
  /** Changes by hand and batches of more points wait for a second person; null: none does. */
  approvalAbove: z.int().min(0).nullable(),
  /** Spend, order count and growth count from then on. */
  bookOrdersAt: z.enum(['paid', 'completed']),
  /** An event that happened longer ago is refused. */
  eventDaysMax: z.int().min(1).max(DAYS_OF_EVENTS_MAX),
})
export type PointSettings = z.infer<typeof pointSettings>

export const storedPointSettings = pointSettings.extend({ version: z.int().min(0) })
export type StoredPointSettings = z.infer<typeof storedPointSettings>

/** New settings, and the version they were made from: what somebody else has changed since is not lost. */
export const changePointSettings = z.object({ settings: pointSettings, version: z.int().min(0) })

/** Before anybody chose; rate and worth come from the presets of first run. */
export const DEFAULT_POINT_SETTINGS: Omit<PointSettings, 'award' | 'deduction'> & {
  readonly award: Omit<PointSettings['award'], 'rateBp'>
  readonly deduction: Omit<PointSettings['deduction'], 'pointsForOneYuan'>
} = {
  award: { isPending: true, confirmAfterDays: 0, validity: { kind: 'months', months: 12 } },
  deduction: { isOn: true, pointsMax: null, percentMax: 100, pointsMin: 1, holdMinutes: 30 },
  graceDays: 0,
  remindDays: [30, 7, 1],
  shortfall: 'debt',
  approvalAbove: null,
  bookOrdersAt: 'completed',
  eventDaysMax: 30,
}
