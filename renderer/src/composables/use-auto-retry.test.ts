import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { useAutoRetry } from './use-auto-retry.ts'
import type { Failure } from '../api/failure.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const failed = (isTemporary = true): Failure => ({
  code: 'NETWORK',
  params: {},
  requestId: undefined,
  isTemporary,
  atMs: 0,
})

function setUp() {
  const failure = shallowRef<Failure>()
  const question = ref('a')
  const retry = vi.fn()
  const scope = effectScope()
  const state = scope.run(() => useAutoRetry({ failure, question, retry }))
  if (!state) throw new Error('the scope is closed')
  const pass = async (ms: number) => {
    await nextTick()
    await vi.advanceTimersByTimeAsync(ms)
    await nextTick()
  }
  return { failure, question, retry, scope, state, pass }
}

test('tries three times by itself, ever later, then leaves it to the button', async () => {
  const { failure, retry, state, pass } = setUp()
  for (const [index, waitMs] of [5_000, 15_000, 30_000].entries()) {
    failure.value = failed()
    await pass(waitMs - 1_000)
    expect(retry).toHaveBeenCalledTimes(index)
    expect(state.secondsLeft.value).toBe(1)
    await pass(1_000)
    expect(retry).toHaveBeenCalledTimes(index + 1)
  }
  failure.value = failed()
  await pass(120_000)
  expect(retry).toHaveBeenCalledTimes(3)
  expect(state.secondsLeft.value).toBeUndefined()
})

test('does not repeat what waiting cannot mend', async () => {
  const { failure, retry, pass } = setUp()
  failure.value = failed(false)
  await pass(120_000)
  expect(retry).not.toHaveBeenCalled()
})

test('an answer ends the wait', async () => {
  const { failure, retry, pass } = setUp()
  failure.value = failed()
  await pass(3_000)
  failure.value = undefined
  await pass(120_000)
  expect(retry).not.toHaveBeenCalled()
})

test('another question begins with the short wait again', async () => {
  const { failure, question, state, pass } = setUp()
  failure.value = failed()
  await pass(5_000)
  question.value = 'b'
  failure.value = undefined
  await pass(0)
  failure.value = failed()
  await pass(0)
  expect(state.secondsLeft.value).toBe(5)
})

test('a page that is left asks no more', async () => {
  const { failure, retry, scope, pass } = setUp()
  failure.value = failed()
  await pass(1_000)
  scope.stop()
  await pass(120_000)
  expect(retry).not.toHaveBeenCalled()
})
