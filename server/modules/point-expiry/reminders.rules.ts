import { addDays } from '../../contract/dates.ts'

/** Points with this last day are due to be reminded of. */
export interface DueReminder {
  readonly expiresOn: string
  /** The day of the setting that it is: 30, 7 or 1 days before. */
  readonly days: number
}

interface Days {
  /** The last business date on which everybody was reminded. */
  readonly after: string
  readonly today: string
  readonly remindDays: readonly number[]
}

/**
 * Which last days members are reminded of today: those so many days ahead, and what days without a run have
 * missed. Of several reminders of one day only the nearest goes out, of days that are over none.
 */
export function dueReminders({ after, today, remindDays }: Days): DueReminder[] {
  const due = new Map<string, number>()
  for (const days of [...remindDays].sort((a, b) => b - a)) {
    // What is further back is over.
    const oldest = addDays(today, -days)
    const from = addDays(after, 1) > oldest ? addDays(after, 1) : oldest
    for (let day = from; day <= today; day = addDays(day, 1)) due.set(addDays(day, days), days)
  }
  return [...due]
    .map(([expiresOn, days]) => ({ expiresOn, days }))
    .sort((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1))
}

/** How many days there are from one business date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
