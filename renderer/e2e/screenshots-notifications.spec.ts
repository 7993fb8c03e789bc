import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeKnownEvents } from './support/events.ts'
import { expectAccessibleInColour } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { KNOWN } from './support/members.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

/** Pictures of notifications for people to look at; nothing here compares pixels. */
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
  shop = await TestServer.start(Object.values(KNOWN))
  const request = await playwright.request.newContext()
  await shop.signIn(request)
  const company = { name: '沐禾生活', timeZone: 'Asia/Shanghai' }
  await shop.call(request, 'settings.updateCompany', company)
  await writeKnownEvents(shop, request)
  await request.dispose()
})
test.afterAll(() => shop.remove())

for (const look of LOOKS) {
  test(`notifications, ${look.language} ${look.theme}`, async ({ browser }) => {
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
        const file = `notifications-${name}-${look.language}-${look.theme}-${size.width}.png`
        await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
      }
      await page.setViewportSize(SIZES[0])
      await expectAccessibleInColour(page, name)
    }
    const row = (page: Page) => page.locator('tbody tr').first()

    await shop.comeIn(page, 'notifications')
    await expect(page.locator('.template-row').first()).toBeVisible()
    await shoot('templates')
    await page.locator('.template-row .el-button').first().click()
    await expect(page.locator('.template-preview')).toBeVisible()
    await shoot('template')
    await page.locator('.template-dialog textarea').fill('{nickname}, {mobile}')
    await page.locator('.template-dialog input').first().fill('')
    await page.locator('.form-dialog__footer .el-button--primary').click()
    await shoot('template-wrong')
    await page.goto(`${shop.address}/notifications?tab=sent`)
    await expect(row(page)).toBeVisible()
    await shoot('sent')
    await row(page).click()
    await expect(page.locator('.notification-panel__message')).toBeVisible()
    await shoot('sent-one')
    const sent = await shop.call(page.request, 'notifications.list')
    const uid = z
      .object({ list: z.array(z.object({ member: z.object({ uid: z.string() }) })) })
      .parse(sent).list[0]?.member.uid
    await page.goto(`${shop.address}/members?peek=${uid ?? ''}&peekTab=notifications`)
    await expect(page.locator('.member-notifications li').first()).toBeVisible()
    await shoot('of-member')
    await page.goto(`${shop.address}/notifications?tab=undelivered`)
    await expect(row(page)).toBeVisible()
    await shoot('undelivered')
    await row(page).locator('.row-menu').click()
    await shoot('undelivered-menu')
    await page.locator('[role=menuitem]').last().click()
    await expect(page.locator('.form-dialog')).toBeVisible()
    await shoot('discard')
    await context.close()
  })
}
