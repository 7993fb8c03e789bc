import { z } from 'zod'

/** Where days begin when nobody chose another zone. */
export const DEFAULT_TIME_ZONE = 'Asia/Shanghai'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Swedish writes dates the way ISO 8601 does. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  formats.set(timeZone, format)
  return format
}

/** The day (`YYYY-MM-DD`) that an instant belongs to in a time zone. */
export function businessDate(instant: Date, timeZone: string = DEFAULT_TIME_ZONE): string {
  return formatOf(timeZone).format(instant).slice(0, 10)
}

/** Day and time (`YYYY-MM-DD HH:mm:ss`) that the clock of a time zone shows. */
export const wallTime = (instant: Date, timeZone: string): string =>
  formatOf(timeZone).format(instant)

/** How far a zone's clock is ahead of UTC at an instant, in ms. */
function offsetAt(instantMs: number, timeZone: string): number {
  const local = formatOf(timeZone).format(new Date(instantMs)).replace(' ', 'T')
  return Date.parse(`${local}Z`) - Math.floor(instantMs / 1000) * 1000
}

const DAY_MS = 86_400_000

/**
 * The instant of a local time (`YYYY-MM-DDTHH:mm:ss`) in a zone. A time that comes twice as the clock is
 * changed is the first of the two. One that is left out is as far after the change as it says: where
 * 02:00 becomes 03:00, 02:30 is 03:30, and a day without midnight begins with the change.
 */
export function instantOf(local: string, timeZone: string): Date {
  const asUtc = Date.parse(`${local}Z`)
  // Nowhere is a clock a day away from UTC or changed twice in two days.
  const before = offsetAt(asUtc - DAY_MS, timeZone)
  const after = offsetAt(asUtc + DAY_MS, timeZone)
  if (before === after) return new Date(asUtc - before)
  const [earlier, later] = [asUtc - Math.max(before, after), asUtc - Math.min(before, after)]
  const isShown = (instantMs: number) => instantMs + offsetAt(instantMs, timeZone) === asUtc
  return new Date(isShown(earlier) ? earlier : later)
}

/** The day `n` days later (earlier when negative). */
export function addDays(day: string, n: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + n)
  return at.toISOString().slice(0, 10)
}

const FIRST_DAY = '1900-01-01'
const LAST_DAY = '2999-12-31'

/**
 * A day of the calendar: 1997-02-30 is none. Nothing happens outside of these years, and clocks cannot
 * tell the instants of the first thousand years and of those with five digits.
 */
export function isDay(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts || text < FIRST_DAY || text > LAST_DAY) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

const LONG_MONTHS = new Set([1, 3, 5, 7, 8, 10, 12])

function daysOf(year: number, month: number): number {
  if (month !== 2) return LONG_MONTHS.has(month) ? 31 : 30
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}

/** The same day `n` months later, or the last one of a month that is shorter. */
export function addMonths(day: string, n: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + n
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1]
  const date = Math.min(Number(day.slice(8)), daysOf(year, month))
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

/** `YYYY-MM-DD`, a business date. */
export const businessDay = z.iso.date().refine(isDay)
