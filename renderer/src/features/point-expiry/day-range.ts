import { addDays, addMonths } from '../../../../server/contract/dates.ts'

/** Business dates, both included. */
export interface DayRange {
  readonly fromDay: string
  readonly toDay: string
}

/** Days of a month (`YYYY-MM`) whose points can still be extended: none when it is over. */
export function daysToCome(month: string, today: string): DayRange | undefined {
  const first = `${month}-01`
  const toDay = addDays(addMonths(first, 1), -1)
  return toDay < today ? undefined : { fromDay: first < today ? today : first, toDay }
}

/** Days of a month after which points have been taken off: none before its first day is over. */
export function daysOver(month: string, today: string): DayRange | undefined {
  const fromDay = `${month}-01`
  const yesterday = addDays(today, -1)
  const last = addDays(addMonths(fromDay, 1), -1)
  return fromDay > yesterday ? undefined : { fromDay, toDay: last < yesterday ? last : yesterday }
}
