/** What the user says when the page has changes that are not saved. */
export type LeaveAnswer = 'stay' | 'discard'

export interface LeaveGuard {
  /** May the page, which asked to be kept, be left all the same? */
  mayLeave(): boolean
  /** Runs what replaces the page without asking: its data belongs to a server that was left. */
  withoutAsking<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Decides what becomes of a page with unsaved changes when it is closed, reloaded or quit. `ask` shows the
 * question and waits; it is asked once at a time, so that a second click on close opens no second dialog.
 */
export function createLeaveGuard(ask: () => LeaveAnswer): LeaveGuard {
  let forced = 0
  let isAsking = false
  return {
    mayLeave() {
      if (forced > 0) return true
      if (isAsking) return false
      isAsking = true
      try {
        return ask() === 'discard'
      } finally {
        isAsking = false
      }
    },
    async withoutAsking(work) {
      forced += 1
      try {
        return await work()
      } finally {
        forced -= 1
      }
    },
  }
}
