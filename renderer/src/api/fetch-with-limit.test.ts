import { afterEach, expect, test, vi } from 'vitest'
import { NoAnswerError } from './failure.ts'
import { fetchWithLimit } from './fetch-with-limit.ts'

/** A server that never answers, and a line that can be cut like a real one. */
const silentFetch = (_input: unknown, init?: RequestInit) =>
  new Promise<Response>((_resolve, reject) => {
    const cut = (): void => {
      reject(init?.signal?.reason)
    }
    if (init?.signal?.aborted) cut()
    init?.signal?.addEventListener('abort', cut)
  })

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('gives up when no answer comes', async () => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', silentFetch)
  const answer = expect(fetchWithLimit('/trpc', {}, 1_000)).rejects.toBeInstanceOf(NoAnswerError)
  await vi.advanceTimersByTimeAsync(1_000)
  await answer
})

test('stops at once when the caller does', async () => {
  vi.stubGlobal('fetch', silentFetch)
  const caller = new AbortController()
  const answer = fetchWithLimit('/trpc', { signal: caller.signal })
  caller.abort(new Error('left the page'))
  await expect(answer).rejects.toThrow('left the page')
  await expect(fetchWithLimit('/trpc', { signal: caller.signal })).rejects.toThrow('left the page')
})

test('passes an answer on and leaves no timer behind', async () => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('ok')))
  expect(await (await fetchWithLimit('/trpc')).text()).toBe('ok')
  expect(vi.getTimerCount()).toBe(0)
})
