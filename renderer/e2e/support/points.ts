import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { APIRequestContext } from '@playwright/test'
import type { TestServer } from './server.ts'

const members = z.object({ list: z.array(z.object({ uid: z.string() })) })

/** Gives a member 1,000 points by hand and takes 800 of them. `request` becomes an administrator's. */
export async function giveAndTake(
  server: TestServer,
  request: APIRequestContext,
  mobile: string,
): Promise<void> {
  await server.signIn(request)
  const found = await server.call(request, 'members.list', { keyword: mobile })
  const memberUid = members.parse(found).list[0]?.uid
  for (const points of [1_000, -800]) {
    const wish = { memberUid, points, reason: '补录门店消费', key: randomUUID() }
    await server.call(request, 'pointChanges.adjust', wish)
  }
}
