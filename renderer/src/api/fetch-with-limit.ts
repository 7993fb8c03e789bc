import { BadAnswerError, NoAnswerError } from './failure.ts'

/** Longer than the slowest list is allowed to take on the server. */
export const ANSWER_TIMEOUT_MS = 30_000

/**
 * `fetch` that gives up after `timeoutMs` with a NoAnswerError, and at once when the caller does.
 * AbortSignal.any is younger than the oldest Chromium we run in, so the two signals are joined here.
 */
export async function fetchWithLimit(
  input: RequestInfo | URL,
  init: RequestInit = {},
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<Response> {
  const caller = init.signal
  const joined = new AbortController()
  const stop = (): void => {
    joined.abort(caller?.reason)
  }
  if (caller?.aborted) stop()
  caller?.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(() => {
    joined.abort(new NoAnswerError(timeoutMs))
  }, timeoutMs)
  try {
    return await fetch(input, { ...init, signal: joined.signal })
  } catch (error) {
    const reason: unknown = joined.signal.reason
    throw reason instanceof NoAnswerError ? reason : error
  } finally {
    clearTimeout(timer)
    caller?.removeEventListener('abort', stop)
  }
}

/** As above, for an address where only JSON is an answer; anything else is a BadAnswerError. */
export async function fetchJson(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const answer = await fetchWithLimit(input, init)
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false
  if (!isJson) throw new BadAnswerError(answer.status)
  return answer
}
