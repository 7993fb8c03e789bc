import { z } from 'zod'
import { businessDay } from '../../contract/dates.ts'

const points = z.int().min(0)
const jobUnderWay = z.object({
  jobId: z.string(),
  done: z.int(),
  total: z.int().nullable(),
  mayCancel: z.boolean(),
})

/** The calendar shows days of one year at most. */
export const monthInput = z.object({ month: z.string().regex(/^(19|2\d)\d\d-(0[1-9]|1[0-2])$/) })
export type MonthInput = z.infer<typeof monthInput>
export const yearInput = z.object({ year: z.int().min(1900).max(2999) })
export type YearInput = z.infer<typeof yearInput>

/** What ends, or has ended, with a business date. Days without are left out. */
export const expiryDay = z.object({
  day: z.string(),
  points,
  members: z.int().min(0),
  /** Taken off already. */
  isOver: z.boolean(),
})
export type ExpiryDay = z.infer<typeof expiryDay>
export const expiryMonth = z.object({ today: z.string(), days: z.array(expiryDay) })
export type ExpiryMonth = z.infer<typeof expiryMonth>
/** Twelve sums, January first. */
export const expiryYear = z.object({ today: z.string(), points: z.array(points).length(12) })
export type ExpiryYear = z.infer<typeof expiryYear>

/** `after`: the last member of the page before. */
export const dayMembersInput = z.object({
  day: businessDay,
  after: z.int().min(0).default(0),
})
export type DayMembersInput = z.infer<typeof dayMembersInput>
export const dayMembers = z.object({
  list: z.array(z.object({ uid: z.string(), nickname: z.string(), memberNo: z.string(), points })),
  /** Where the next page begins; null at the end. */
  next: z.int().nullable(),
})
export type DayMembers = z.infer<typeof dayMembers>

/** When points were last taken off, and what still waits for it. */
export const expiryState = z.object({
  today: z.string(),
  last: z
    .object({
      asOf: z.string(),
      members: z.int(),
      points,
      startedAt: z.int(),
      finishedAt: z.int().nullable(),
    })
    .nullable(),
  /** Lots whose last day is over and that were not taken off. */
  overdueLots: z.int(),
  running: jobUnderWay.nullable(),
})
export type ExpiryState = z.infer<typeof expiryState>
