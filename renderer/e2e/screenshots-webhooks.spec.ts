import { z } from 'zod'
import { expect, test } from './support/fixtures.ts'
import { LOOKS, openLook, takeCheckedPictures } from './support/pictures.ts'
import { TestServer } from './support/server.ts'

/** Pictures of webhooks for people to look at; nothing here compares pixels. */
let shop: TestServer

test.beforeAll(async ({ playwright }) => {
  shop = await TestServer.start([], { WEBHOOKS_LOOPBACK: 'allow' })
  const request = await playwright.request.newContext()
  await shop.signIn(request)
  // Port 9 takes nothing, so the attempt is one that failed.
  const input = {
    name: '仓储系统',
    url: 'http://127.0.0.1:9/hook',
    eventTypes: ['member.registered'],
  }
  const made = z
    .object({ id: z.string() })
    .parse(await shop.call(request, 'webhooks.create', input))
  await shop.call(request, 'webhooks.create', { ...input, name: '邮件营销' })
  await shop.call(request, 'webhooks.test', { id: made.id })
  await request.dispose()
})
test.afterAll(() => shop.remove())

for (const look of LOOKS) {
  test(`webhooks, ${look.language} ${look.theme}`, async ({ browser }) => {
    const page = await openLook(browser, look)
    const shoot = (name: string) => takeCheckedPictures(page, `webhooks-${name}`, look)
    await shop.comeIn(page, 'webhooks')
    const row = page.locator('tbody tr').first()
    await expect(row).toBeVisible()
    await shoot('list')
    await row.getByText('仓储系统').click()
    await expect(page.locator('.webhook-attempts li')).toBeVisible()
    await shoot('panel')
    await page.locator('.page-header .right-button').click()
    await expect(page.locator('.webhook-form__types')).toBeVisible()
    await shoot('form')
    await page.context().close()
  })
}
