import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { expectAccessibleInColour } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { TestServer } from './support/server.ts'

/** Pictures of webhooks for people to look at; nothing here compares pixels. */
const FOLDER = join(import.meta.dirname, '../../test-results/screenshots')
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
] as const
const LOOKS = (['zh', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
)
let shop: TestServer

test.beforeAll(async ({ playwright }) => {
  await mkdir(FOLDER, { recursive: true })
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
    const context = await browser.newContext({ viewport: SIZES[0], reducedMotion: 'reduce' })
    await context.addInitScript(
      (preferences) => {
        localStorage.setItem('member-desk.preferences', preferences)
      },
      JSON.stringify({ ...look, density: 'default' }),
    )
    const page = await context.newPage()
    const shoot = async (name: string): Promise<void> => {
      await page.evaluate(() => document.fonts.ready)
      for (const size of SIZES) {
        await page.setViewportSize(size)
        const file = `webhooks-${name}-${look.language}-${look.theme}-${size.width}.png`
        await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
      }
      await page.setViewportSize(SIZES[0])
      await expectAccessibleInColour(page, name)
    }
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
    await context.close()
  })
}
