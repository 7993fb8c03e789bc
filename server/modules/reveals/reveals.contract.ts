import { z } from 'zod'

/** So many in an hour are reported; so many are the end. */
export const REVEALS_UNUSUAL_AN_HOUR = 20
export const REVEALS_MAX_AN_HOUR = 100
/** A day is unusual when it has so many times the daily mean of the last 30 days, and at least ten. */
export const REVEALS_UNUSUAL_FACTOR = 3
export const REVEALS_UNUSUAL_A_DAY_MIN = 10

/** How often one member of staff looked at whole personal data. */
export const revealCount = z.object({
  adminUserId: z.int(),
  name: z.string(),
  lastHour: z.int(),
  today: z.int(),
  last30Days: z.int(),
  isUnusual: z.boolean(),
})
export type RevealCount = z.infer<typeof revealCount>
