import { expect, it } from 'vitest'
import { isGivenUp, retryDelayMs } from './outbox.rules.ts'

it('doubles the wait with every failure, up to an hour', () => {
  const seconds = [1, 2, 3, 4, 5, 6, 7].map((attempts) => retryDelayMs(attempts) / 1_000)
  expect(seconds).toEqual([5, 10, 20, 40, 80, 160, 320])
  expect(retryDelayMs(10)).toBe(2_560_000)
  expect(retryDelayMs(11)).toBe(3_600_000)
  expect(retryDelayMs(60)).toBe(3_600_000)
})

it('gives up after the eighth attempt', () => {
  expect([7, 8, 9].map(isGivenUp)).toEqual([false, true, true])
})
