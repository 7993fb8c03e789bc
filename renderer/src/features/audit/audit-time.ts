import { businessDate } from '../../../../server/contract/dates.ts'
import { formatDateTime, formatTimeOfDay } from '../../ui/format.ts'

/** `2026-03-18 14:21:08`: a log tells seconds. */
export const fullTime = (atMs: number, timeZone: string): string =>
  `${formatDateTime(atMs, timeZone).slice(0, 10)} ${formatTimeOfDay(atMs, timeZone)}`

/** As short as it is clear: today the time alone, this year without the year. */
export function shortTime(atMs: number, timeZone: string, nowMs: number): string {
  const today = businessDate(new Date(nowMs), timeZone)
  const full = fullTime(atMs, timeZone)
  if (full.startsWith(today)) return full.slice(11)
  return full.startsWith(today.slice(0, 4)) ? full.slice(5) : full
}
