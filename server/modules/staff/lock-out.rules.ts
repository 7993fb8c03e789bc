const FREE_FAILURES = 5
const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 3_600_000

/**
 * How long an account takes no password after its n-th wrong one in a row: nothing for the first four,
 * then a minute that doubles up to an hour. An administrator or a one-time reset ends it at once, so
 * nobody can be kept out for good by somebody else's guesses.
 */
export function lockMs(failures: number): number {
  if (failures < FREE_FAILURES) return 0
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT_MS)
}
