import { test as base, expect, type Page } from '@playwright/test'
import { MEMBERS } from './members.ts'
import { TestServer } from './server.ts'

interface WorkerFixtures {
  /** A server with 128 members, shared by the tests of a worker: they only read. */
  readonly shop: TestServer
  /** A server without members. */
  readonly emptyShop: TestServer
}
interface TestFixtures {
  /** A page that has come in by the access link and shows the member list of `shop`. */
  readonly desk: Page
  /** Fails the test when the page complains or breaks its own security policy. */
  readonly quiet: void
}

const serverFixture = (members: typeof MEMBERS) =>
  [
    // The empty pattern is how Playwright reads that a fixture needs no other.
    async ({}: object, use: (server: TestServer) => Promise<void>) => {
      const server = await TestServer.start(members)
      await use(server)
      await server.remove()
    },
    { scope: 'worker' },
  ] as const

export const test = base.extend<TestFixtures, WorkerFixtures>({
  shop: [...serverFixture(MEMBERS)],
  emptyShop: [...serverFixture([])],
  desk: async ({ page, shop }, use) => {
    await shop.comeIn(page)
    await expect(page.getByRole('row')).toHaveCount(51)
    await use(page)
  },
  quiet: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        // A refused or failed request is written by the browser itself and is what some tests want.
        // So is what the page says of preferences while a test keeps the server away.
        const isOurs = !/^(Failed to load resource|Preferences? .*cannot be (read|stored))/.test(
          message.text(),
        )
        if (isOurs && ['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      await use()
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
