import { isDay } from './dates.ts'

/** A moment as files write it, by a clock on the wall. */
export interface WrittenMoment {
  readonly day: string
  /** `HH:mm:ss`; undefined where only the day is said. */
  readonly time: string | undefined
  /** `Z` or `+08:00`; undefined where the clock is the business's own. */
  readonly zone: string | undefined
}

const MOMENT =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/

/** How other systems write out that something has no last day, instead of leaving the cell empty. */
const NEVER = /^(永久|永久有效|长期|长期有效|永不过期|不过期|无|never|none)$/i
export const meansNever = (text: string): boolean => NEVER.test(text)

const two = (text: string): string => text.padStart(2, '0')

/**
 * Reads `2026-03-18`, `2026/3/18 14:26`, `2026年3月18日`, ISO 8601 with a zone, after NFKC. Undefined also for
 * what no calendar or clock in use shows: 1997-02-30, the year 18, 25:00.
 */
export function readMoment(text: string): WrittenMoment | undefined {
  const parts = MOMENT.exec(text)
  if (!parts) return undefined
  const [, year = '', month = '', date = '', hour, minute = '00', second = '00', zone] = parts
  const day = `${year}-${two(month)}-${two(date)}`
  const isClock = Number(hour ?? 0) <= 23 && Number(minute) <= 59 && Number(second) <= 59
  if (!isDay(day) || !isClock) return undefined
  return { day, time: hour === undefined ? undefined : `${two(hour)}:${minute}:${second}`, zone }
}
