import { businessDate, DEFAULT_TIME_ZONE } from '../contract/dates.ts'

/** The time zone of the business, as this process knows it: set at start and when it is changed. */
export interface BusinessZone {
  name: string
}

export const makeBusinessZone = (name: string = DEFAULT_TIME_ZONE): BusinessZone => ({ name })

/** The business date (`YYYY-MM-DD`) of an instant. */
export const businessDateOf = (zone: BusinessZone, instant: Date): string =>
  businessDate(instant, zone.name)
