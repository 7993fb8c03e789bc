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

/** How far a zone's clock is ahead of UTC at an instant, in ms. */
function offsetAt(instantMs: number, timeZone: string): number {
  const local = formatOf(timeZone).format(new Date(instantMs)).replace(' ', 'T')
  return Date.parse(`${local}Z`) - Math.floor(instantMs / 1000) * 1000
}

/**
 * The instant of a local time (`YYYY-MM-DDTHH:mm:ss`) in a zone. A time that a change of the clock leaves
 * out is taken as the one after it, a time that comes twice as the first.
 */
export function instantOf(local: string, timeZone: string): Date {
  const asUtc = Date.parse(`${local}Z`)
  const guess = asUtc - offsetAt(asUtc, timeZone)
  return new Date(asUtc - offsetAt(guess, timeZone))
}

/** The day `n` days later (earlier when negative). */
export function addDays(day: string, n: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + n)
  return at.toISOString().slice(0, 10)
}

/** A day of the calendar: 1997-02-30 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

const FIRST_BIRTHDAY = '1900-01-01'

/** A day on which somebody who lives may have been born. */
export const isBirthday = (text: string): boolean => isDay(text) && text >= FIRST_BIRTHDAY
