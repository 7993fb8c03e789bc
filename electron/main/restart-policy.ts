const RESTART_WINDOW_MS = 5 * 60_000
/** One pause a restart: a server that dies more often within the window is broken, not unlucky. */
const DELAYS_MS = [500, 2_000, 5_000] as const

export type RestartDecision =
  | { readonly restart: true; readonly delayMs: number; readonly attempt: number }
  | { readonly restart: false }

export interface RestartPolicy {
  /** Asked once for every unasked end; counts the restart that it allows. */
  decide(nowMs: number): RestartDecision
  /** Forgets the past: the user asked for a start. */
  reset(): void
}

/** At most three restarts in any five minutes, each after a longer pause. */
export function createRestartPolicy(): RestartPolicy {
  let restartsMs: number[] = []
  return {
    decide(nowMs) {
      restartsMs = restartsMs.filter((atMs) => nowMs - atMs < RESTART_WINDOW_MS)
      const delayMs = DELAYS_MS[restartsMs.length]
      if (delayMs === undefined) return { restart: false }
      restartsMs.push(nowMs)
      return { restart: true, delayMs, attempt: restartsMs.length }
    },
    reset() {
      restartsMs = []
    },
  }
}

const RETRIES_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const

/** Pause before asking a remote server again: 1 s at first, then longer, never more than 30 s. */
export function remoteRetryDelayMs(attempt: number): number {
  return RETRIES_MS[Math.min(attempt, RETRIES_MS.length) - 1] ?? RETRIES_MS[0]
}
