import { createTRPCClient, httpLink } from '@trpc/client'
import { afterEach, expect, test, vi } from 'vitest'
import { sessionLink } from './session-link.ts'
import { sessionOpened, whenSessionIsMissing } from './session-watch.ts'
import type { AppRouter } from '../../../server/trpc/app-router.ts'

const refusal = () =>
  Response.json(
    {
      error: {
        code: -32_001,
        message: 'no',
        data: { app: { code: 'UNAUTHENTICATED', params: {}, requestId: 'r' } },
      },
    },
    { status: 401 },
  )
const answer = () => Response.json({ result: { data: { members: 3, activeMembers: 2 } } })
const clientOf = (fetch: () => Promise<Response>) =>
  createTRPCClient<AppRouter>({ links: [sessionLink, httpLink({ url: '/trpc', fetch })] })

afterEach(() => {
  whenSessionIsMissing(() => undefined)
})

test('a missing session is reported once and the refusal passed on', async () => {
  const onMissing = vi.fn()
  whenSessionIsMissing(onMissing)
  await expect(clientOf(() => Promise.resolve(refusal())).members.stats.query()).rejects.toThrow()
  expect(onMissing).toHaveBeenCalledTimes(1)
})

test('what was under way while someone signed in is sent again', async () => {
  const onMissing = vi.fn()
  whenSessionIsMissing(onMissing)
  const fetch = vi.fn<() => Promise<Response>>()
  fetch.mockImplementationOnce(() => {
    sessionOpened()
    return Promise.resolve(refusal())
  })
  fetch.mockImplementationOnce(() => Promise.resolve(answer()))
  expect(await clientOf(fetch).members.stats.query()).toEqual({ members: 3, activeMembers: 2 })
  expect(onMissing).not.toHaveBeenCalled()
})
