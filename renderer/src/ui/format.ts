/** Times are shown in the business time zone, whatever the computer's own is. */
export const BUSINESS_TIME_ZONE = 'Asia/Shanghai'

const dateTimeParts = new Map<string, Intl.DateTimeFormat>()

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = dateTimeParts.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  dateTimeParts.set(timeZone, made)
  return made
}

function partsOf(epochMs: number, timeZone: string): Record<string, string> {
  const parts = formatterFor(timeZone).formatToParts(epochMs)
  return Object.fromEntries(parts.map((part) => [part.type, part.value]))
}

/** `2026-03-18 14:21`; the input is epoch milliseconds. */
export function formatDateTime(epochMs: number, timeZone = BUSINESS_TIME_ZONE): string {
  const { year = '', month = '', day = '', hour = '', minute = '' } = partsOf(epochMs, timeZone)
  return `${year.padStart(4, '0')}-${month}-${day} ${hour}:${minute}`
}

/** `14:21:07`, for the moment of an error. */
export function formatTimeOfDay(epochMs: number, timeZone = BUSINESS_TIME_ZONE): string {
  const { hour = '', minute = '', second = '' } = partsOf(epochMs, timeZone)
  return `${hour}:${minute}:${second}`
}

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `128,460`; a true minus before negative counts. */
export function formatCount(value: number): string {
  return grouped.format(value).replace('-', '−')
}

/** `10,000+` for a total that is only known to be at least that. */
export const formatTotal = (total: number, isExact: boolean): string =>
  `${formatCount(total)}${isExact ? '' : '+'}`

const yuan = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** `¥1,234.50` of an amount in fen; a true minus before what is negative. */
export function formatFen(fen: number): string {
  return `${fen < 0 ? '−' : ''}¥${yuan.format(Math.abs(fen) / 100)}`
}
