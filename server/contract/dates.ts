/** Where days begin when nobody chose another zone. */
export const DEFAULT_TIME_ZONE = 'Asia/Shanghai'

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day (`YYYY-MM-DD`) that an instant belongs to in a time zone. */
export function businessDate(instant: Date, timeZone: string = DEFAULT_TIME_ZONE): string {
  const known = formats.get(timeZone)
  // Swedish writes dates the way ISO 8601 does.
  const format = known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  formats.set(timeZone, format)
  return format.format(instant)
}
