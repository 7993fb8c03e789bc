import { businessDate } from '../../../../server/contract/dates.ts'

export const PERIODS = ['today', 'week', 'month', 'custom'] as const
export type Period = (typeof PERIODS)[number]

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const DAYS: Readonly<Record<Exclude<Period, 'custom'>, number>> = { today: 1, week: 7, month: 30 }

/** The date that many days later (`YYYY-MM-DD`); counted in UTC, where every day has 24 hours. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/**
 * The instant (epoch ms) at which a day of the business begins. Zones differ from UTC by whole quarters of
 * an hour and jump by night, so the first quarter that belongs to the day is looked for.
 */
export function startOfDay(date: string, timeZone: string): number {
  const noonUtc = Date.parse(`${date}T12:00:00Z`)
  for (let at = noonUtc - 28 * HOUR_MS; at < noonUtc + 28 * HOUR_MS; at += HOUR_MS / 4) {
    if (businessDate(new Date(at), timeZone) === date) return at
  }
  return noonUtc
}

/** From the first day's beginning to before the end of the last (epoch ms); days are included. */
export function rangeOf(
  period: Period | undefined,
  {
    first,
    last,
    nowMs,
    timeZone,
  }: {
    readonly first: string | undefined
    readonly last: string | undefined
    readonly nowMs: number
    readonly timeZone: string
  },
): { from?: number; to?: number } {
  if (period === undefined) return {}
  if (period !== 'custom') {
    const today = businessDate(new Date(nowMs), timeZone)
    return { from: startOfDay(addDays(today, 1 - DAYS[period]), timeZone) }
  }
  return {
    ...(first ? { from: startOfDay(first, timeZone) } : {}),
    ...(last ? { to: startOfDay(addDays(last, 1), timeZone) } : {}),
  }
}
