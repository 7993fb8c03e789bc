import { businessDate } from '../../../../server/contract/dates.ts'

const DAY_MS = 86_400_000
const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/** Days until a birthday comes round again; 0 is today. 29 February is kept on 1 March in other years. */
export function daysToBirthday(birthday: string, nowMs: number, timeZone: string): number {
  const today = businessDate(new Date(nowMs), timeZone)
  const year = Number(today.slice(0, 4))
  const next = [year, year + 1]
    .map((each) => `${each}${birthday.slice(4)}`)
    .map((day) => (Number.isNaN(Date.parse(day)) ? day.replace('02-29', '03-01') : day))
    .map((day) => daysBetween(today, day))
    .find((days) => days >= 0)
  return next ?? 0
}

/** Days since a business date; 0 is today. */
export const daysSince = (day: string, nowMs: number, timeZone: string): number =>
  Math.max(0, daysBetween(day, businessDate(new Date(nowMs), timeZone)))
