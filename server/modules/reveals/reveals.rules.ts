import {
  REVEALS_UNUSUAL_A_DAY_MIN,
  REVEALS_UNUSUAL_AN_HOUR,
  REVEALS_UNUSUAL_FACTOR,
} from './reveals.contract.ts'

const DAYS = 30

/** Many in an hour, or a day far above one's own habit. `last30Days` includes today. */
export function isUnusual(counts: {
  lastHour: number
  today: number
  last30Days: number
}): boolean {
  const { lastHour, today, last30Days } = counts
  if (lastHour >= REVEALS_UNUSUAL_AN_HOUR) return true
  const mean = (last30Days - today) / (DAYS - 1)
  return today >= REVEALS_UNUSUAL_A_DAY_MIN && today > mean * REVEALS_UNUSUAL_FACTOR
}
