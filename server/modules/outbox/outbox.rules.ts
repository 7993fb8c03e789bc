import { consumerKind, type ConsumerKind } from './outbox.contract.ts'

interface RetryPlan {
  /** So often a delivery is tried before it is given up. */
  readonly attemptsMax: number
  /** How long to wait after so many failed attempts. */
  delayMs(attempts: number): number
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Standard Webhooks, "Deliverability and reliability": over days, since a partner may be away for one. */
const WEBHOOK_DELAYS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]

const RETRY_PLANS: Readonly<Record<ConsumerKind, RetryPlan>> = {
  // 5 s, 10 s, 20 s … an hour at most.
  notifications: {
    attemptsMax: 8,
    delayMs: (attempts) => Math.min(5 * SECOND_MS * 2 ** (attempts - 1), HOUR_MS),
  },
  webhook: {
    attemptsMax: WEBHOOK_DELAYS_MS.length + 1,
    delayMs: (attempts) => WEBHOOK_DELAYS_MS[attempts - 1] ?? 24 * HOUR_MS,
  },
}

/** Kind and target of a consumer's name, `webhook:7` for one; undefined where this version knows no such. */
export function readConsumer(name: string): { kind: ConsumerKind; target: string } | undefined {
  const [first = '', ...rest] = name.split(':')
  const kind = consumerKind.safeParse(first).data
  return kind && { kind, target: rest.join(':') }
}

/** What holds for a consumer's retries; one of another version is retried as the program's own parts are. */
export const retryPlanOf = (consumer: string): RetryPlan =>
  RETRY_PLANS[readConsumer(consumer)?.kind ?? 'notifications']

/** True once nothing is tried any more by itself. */
export const isGivenUp = (consumer: string, attempts: number): boolean =>
  attempts >= retryPlanOf(consumer).attemptsMax
