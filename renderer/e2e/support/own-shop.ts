import { employ } from './employ.ts'
import { expect, test as base } from './fixtures.ts'
import { MEMBERS } from './members.ts'
import { TestServer } from './server.ts'
import type { Browser, Page } from '@playwright/test'
import type { Credentials } from './server.ts'

export { expect }

/** A shop whose views and preferences the tests may change, and a new administrator for each test. */
export const test = base.extend<{ me: Credentials; own: Page }, { ownShop: TestServer }>({
  ownShop: [
    // The empty pattern is how Playwright reads that a fixture needs no other.
    async ({}, use) => {
      const server = await TestServer.start(MEMBERS)
      await use(server)
      await server.remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  me: async ({ ownShop, playwright }, use) => {
    const request = await playwright.request.newContext()
    await ownShop.signIn(request)
    await use(await employ(ownShop, request, 'administrator'))
    await request.dispose()
  },
  own: async ({ page, ownShop, me }, use) => {
    await ownShop.comeIn(page, 'members', me)
    await expect(rows(page)).toHaveCount(50)
    await use(page)
  },
})

export const rows = (page: Page) => page.locator('tbody tr')
export const tabs = (page: Page) => page.getByRole('navigation', { name: '视图' })
export const tab = (page: Page, name: string) =>
  tabs(page).getByRole('button', { name: new RegExp(`^${name} `) })

/** The same person at another computer. */
export async function otherDesk(
  browser: Browser,
  server: TestServer,
  who: Credentials,
): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await server.comeIn(page, 'members', who)
  await expect(rows(page)).toHaveCount(50)
  return page
}

export async function chooseStatus(page: Page, name: string): Promise<void> {
  await page.getByRole('search').locator('.el-select').first().click()
  await page.getByRole('option', { name }).click()
}
