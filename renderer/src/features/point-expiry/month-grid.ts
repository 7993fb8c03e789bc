/** A month as it stands in an address: `YYYY-MM`. */
export function addMonths(month: string, n: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + n
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`
}

const DAY_MS = 86_400_000

/** Business dates of whole weeks from Monday that hold a month; days of others are there to fill them. */
export function weeksOf(month: string): string[][] {
  const first = Date.parse(`${month}-01T00:00:00Z`)
  // Sunday is the last day of a week.
  const offset = (new Date(first).getUTCDay() + 6) % 7
  const weeks: string[][] = []
  for (let at = first - offset * DAY_MS; ; at += 7 * DAY_MS) {
    const week = Array.from({ length: 7 }, (_, n) =>
      new Date(at + n * DAY_MS).toISOString().slice(0, 10),
    )
    if (!week.some((day) => day.startsWith(month))) return weeks
    weeks.push(week)
  }
}

export const HEATS = [0, 1, 2, 3, 4] as const
export type Heat = (typeof HEATS)[number]

/** How much of the most there is: 0 for nothing, 4 for the most. Each step is a third of the one above. */
export function heatOf(points: number, most: number): Heat {
  if (points <= 0 || most <= 0) return 0
  const share = points / most
  if (share > 1 / 3) return 4
  if (share > 1 / 9) return 3
  return share > 1 / 27 ? 2 : 1
}
