import { DELIVERY_ATTEMPTS_MAX } from './outbox.contract.ts'

const FIRST_DELAY_MS = 5_000
const DELAY_MAX_MS = 60 * 60_000

/** How long to wait after so many failed attempts: 5 s, 10 s, 20 s … an hour at most. */
export const retryDelayMs = (attempts: number): number =>
  Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), DELAY_MAX_MS)

/** True once nothing is tried any more by itself. */
export const isGivenUp = (attempts: number): boolean => attempts >= DELIVERY_ATTEMPTS_MAX
