import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { expectAccessibleInColour } from './support/axe.ts'
import { TestServer } from './support/server.ts'
import type { Browser, Page } from '@playwright/test'

/** Pictures of the pages of points for people to look at; axe looks at each of them too. */
const FOLDER = join(import.meta.dirname, '../../test-results/screenshots')
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
] as const
const LOOKS = [
  { language: 'zh', theme: 'light' },
  { language: 'zh', theme: 'dark' },
  { language: 'en', theme: 'light' },
  { language: 'en', theme: 'dark' },
] as const
type Look = (typeof LOOKS)[number]

let shop: TestServer
let lone: TestServer
test.beforeAll(async () => {
  test.setTimeout(180_000)
  await mkdir(FOLDER, { recursive: true })
  shop = await TestServer.startSeeded({ members: 300, points: 40 })
  lone = await TestServer.start()
})
test.afterAll(async () => {
  await shop.remove()
  await lone.remove()
})

async function open(browser: Browser, look: Look): Promise<Page> {
  const context = await browser.newContext({ viewport: SIZES[0], reducedMotion: 'reduce' })
  await context.addInitScript(
    (preferences) => {
      localStorage.setItem('member-desk.preferences', preferences)
    },
    JSON.stringify({ ...look, density: 'default' }),
  )
  return context.newPage()
}

async function shoot(page: Page, look: Look, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  for (const size of SIZES) {
    await page.setViewportSize(size)
    const file = `points-${name}-${look.language}-${look.theme}-${size.width}.png`
    await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
  }
  await page.setViewportSize(SIZES[0])
  await expectAccessibleInColour(page, name)
}

const rows = (page: Page) => page.locator('.data-table tbody tr')

for (const look of LOOKS) {
  test(`${look.language} ${look.theme}`, async ({ browser }) => {
    const page = await open(browser, look)
    await shop.comeIn(page, 'points')
    await expect(rows(page).first()).toBeVisible()
    await expect(page.locator('.entry-totals span').nth(1)).toBeVisible()
    await shoot(page, look, 'list')
    await page.goto(`${shop.address}/points?business=orderUse&sign=taken`)
    await rows(page).first().click()
    await expect(page.locator('.peek-drawer .why-panel')).toBeVisible()
    await shoot(page, look, 'why')
    await page.locator('.peek-drawer .order-member__name').click()
    await page.locator('.member-detail__tabs [role=tab]').nth(1).click()
    await expect(page.locator('.account-figures')).toBeVisible()
    await shoot(page, look, 'member')
    await page.locator('.member-entries .why-pop').first().click()
    await expect(page.locator('.pop-panel .why-panel')).toBeVisible()
    await shoot(page, look, 'member-why')
    const other = await open(browser, look)
    await lone.comeIn(other, 'points')
    await expect(other.locator('.empty-state')).toBeVisible()
    await shoot(other, look, 'empty')
  })
}
