import { businessDate, DEFAULT_TIME_ZONE } from '../contract/dates.ts'

/** The time zone of the business, as this process knows it: set at start and when it is changed. */
export interface BusinessZone {
  name: string
}

export const makeBusinessZone = (name: string = DEFAULT_TIME_ZONE): BusinessZone => ({ name })

const MINUTE_MS = 60_000
let last = { name: '', minute: NaN, day: '' }

/** The business date (`YYYY-MM-DD`) of an instant. Days begin with a minute, and most that is asked is now. */
export function businessDateOf({ name }: BusinessZone, instant: Date): string {
  const minute = Math.floor(instant.getTime() / MINUTE_MS)
  if (last.name !== name || last.minute !== minute)
    last = { name, minute, day: businessDate(instant, name) }
  return last.day
}
