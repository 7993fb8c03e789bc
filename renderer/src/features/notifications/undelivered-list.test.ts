import { QueryClient, QueryObserver } from '@tanstack/vue-query'
import { expect, test, vi } from 'vitest'
import { api } from '../../api/client.ts'
import { DEAD_COUNT, countDead, undeliveredReader } from './undelivered-list.ts'

const query = vi.hoisted(() => vi.fn())
vi.mock('../../api/client.ts', () => ({ api: { outbox: { list: { query } } } }))

test('the count of what was given up is asked again whenever the list is', async () => {
  let total = 2
  query.mockImplementation(() => Promise.resolve({ list: [], total }))
  const queries = new QueryClient()
  const queryFn = ({ signal }: { signal: AbortSignal }) => countDead(signal)
  const count = new QueryObserver(queries, { queryKey: [DEAD_COUNT], queryFn })
  const stop = count.subscribe(() => undefined)
  await expect.poll(() => count.getCurrentResult().data).toBe(2)
  total = 1
  await undeliveredReader(queries)({}, new AbortController().signal)
  await expect.poll(() => count.getCurrentResult().data).toBe(1)
  expect(api.outbox.list.query).toHaveBeenCalledTimes(3)
  stop()
})
