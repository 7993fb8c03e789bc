import { expect, test } from './support/fixtures.ts'
import { expectAccessibleInColour } from './support/axe.ts'
import { revealOne } from './support/records.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

const THEMES = ['light', 'dark'] as const
type Theme = (typeof THEMES)[number]

/** Every page, and what is there once it has been read. */
const PAGES: readonly (readonly [path: string, mark: string])[] = [
  ['members', 'tbody tr:nth-child(50)'],
  ['members?keyword=nobody', '.data-table__none'],
  ['staff', 'tbody tr'],
  ['staff?peek=1', '.staff-profile'],
  ['roles?role=1', '.rights-group'],
  ['stores', 'tbody tr'],
  ['audit', 'tbody tr'],
  ['audit?action=store.create&peek=1', 'tbody tr'],
  ['audit/reveals', 'tbody tr'],
  ['jobs', 'tbody tr'],
  ['points/proof', '.empty-state'],
  ['points/expiry', '.month-grid'],
  ['points/events', '.empty-state'],
  ['company', '.preset-list'],
  ['account', '.own-sessions__foot'],
  ['settings', '#about .setting-row'],
  ['nowhere', '.not-found'],
]

/** Before signing in the theme is this computer's; afterwards it is the person's too. */
const prefer = (page: Page, theme: Theme) =>
  page.addInitScript(
    (kept) => {
      localStorage.setItem('member-desk.preferences', kept)
    },
    JSON.stringify({ language: 'zh', theme, density: 'default' }),
  )

test.beforeAll(async ({ playwright, shop }) => {
  const request = await playwright.request.newContext()
  await shop.signIn(request)
  await shop.call(request, 'stores.create', { code: 'AXE-01', name: '西溪印象店' })
  await revealOne(shop, request, '核对改号申请')
  await shop.call(request, 'jobs.verifyAudit')
  await request.dispose()
})

for (const theme of THEMES) {
  test(`every page of an administrator is open to everybody, ${theme}`, async ({ page, shop }) => {
    test.setTimeout(120_000)
    await prefer(page, theme)
    for (const [path, mark] of PAGES) {
      await shop.comeIn(page, path)
      await expect(page.locator(mark).first(), path).toBeVisible()
      await expectAccessibleInColour(page, path)
    }
  })

  test(`signing in and a page that is refused are open to everybody, ${theme}`, async ({
    page,
    shop,
  }) => {
    await prefer(page, theme)
    await page.goto(shop.address)
    await expect(page.locator('.sign-in')).toBeVisible()
    await expectAccessibleInColour(page, 'sign-in')
    const { request } = page.context()
    await shop.signIn(request)
    const cashier = await shop.addColleague(request, `axe-${theme}-${Date.now()}`, ['cashier'])
    await shop.comeIn(page, 'staff', cashier)
    await expect(page.locator('.forbidden')).toBeVisible()
    await expectAccessibleInColour(page, 'forbidden')
  })

  test(`the first run is open to everybody, ${theme}`, async ({ page }) => {
    test.slow()
    const server = await TestServer.startNew()
    await prefer(page, theme)
    await page.goto(server.address)
    const next = page.locator('.first-run__foot .el-button--primary')
    await expect(next).toBeVisible()
    await expectAccessibleInColour(page, 'the home')
    await next.click()
    await next.click()
    await expect(page.locator('.is-error').first()).toBeVisible()
    await expectAccessibleInColour(page, 'the administrator')
    await server.remove()
  })
}
