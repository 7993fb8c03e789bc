import { expect, it } from 'vitest'
import { isGivenUp, readConsumer, retryPlanOf } from './outbox.rules.ts'

const delays = (consumer: string, attempts: readonly number[]) =>
  attempts.map((count) => retryPlanOf(consumer).delayMs(count))

it('doubles the wait with every failure, up to an hour', () => {
  const seconds = delays('notifications', [1, 2, 3, 4, 5, 6, 7]).map((ms) => ms / 1_000)
  expect(seconds).toEqual([5, 10, 20, 40, 80, 160, 320])
  expect(delays('notifications', [10, 11, 60])).toEqual([2_560_000, 3_600_000, 3_600_000])
})

it('waits for a partner over days: 5 s, 5 min, half an hour … a day', () => {
  const minutes = delays('webhook:7', [1, 2, 3, 4, 5, 6, 7, 8, 9]).map((ms) => ms / 60_000)
  expect(minutes).toEqual([1 / 12, 5, 30, 120, 300, 600, 840, 1_200, 1_440])
})

it('gives up after the eighth attempt, with a partner after the tenth', () => {
  expect([7, 8, 9].map((count) => isGivenUp('notifications', count))).toEqual([false, true, true])
  expect([9, 10, 11].map((count) => isGivenUp('webhook:7', count))).toEqual([false, true, true])
})

it('reads what a delivery goes to, and knows what it does not know', () => {
  expect(readConsumer('notifications')).toEqual({ kind: 'notifications', target: '' })
  expect(readConsumer('webhook:7')).toEqual({ kind: 'webhook', target: '7' })
  expect(readConsumer('newer:7')).toBe(undefined)
})
