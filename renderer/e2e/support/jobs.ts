import { expect, type APIRequestContext } from '@playwright/test'
import { z } from 'zod'
import type { TestServer } from './server.ts'

const started = z.object({ id: z.string() })
const row = z.object({ status: z.string() })

/** Starts a job by calling the procedure, and waits until it is done. */
export async function runJob(
  shop: TestServer,
  api: APIRequestContext,
  procedure: string,
  input?: unknown,
): Promise<void> {
  const job = started.parse(await shop.call(api, procedure, input))
  await expect
    .poll(async () => row.parse(await shop.call(api, 'jobs.get', { id: job.id })).status)
    .toBe('done')
}
