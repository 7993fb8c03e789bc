import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './support/fixtures.ts'
import { runJob } from './support/jobs.ts'
import { makeStaff, revealOne } from './support/records.ts'
import type { Browser, Page } from '@playwright/test'

/** Pictures of the pages of records for people to look at; nothing here compares pixels. */
const FOLDER = join(import.meta.dirname, '../../test-results/screenshots')
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
] as const

interface Look {
  readonly language: 'zh' | 'en'
  readonly theme: 'light' | 'dark'
}
const LOOKS: readonly Look[] = [
  { language: 'zh', theme: 'light' },
  { language: 'zh', theme: 'dark' },
  { language: 'en', theme: 'light' },
  { language: 'en', theme: 'dark' },
]

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
    const file = `records-${name}-${look.language}-${look.theme}-${size.width}.png`
    await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
  }
  await page.setViewportSize(SIZES[0])
}

test.beforeAll(async ({ playwright, shop }) => {
  await mkdir(FOLDER, { recursive: true })
  const request = await playwright.request.newContext()
  await shop.signIn(request)
  const company = { name: '沐禾生活', timeZone: 'Asia/Shanghai' }
  await shop.call(request, 'settings.updateCompany', company)
  const { id } = await makeStaff(shop, request, {
    username: `zhou${Date.now()}`,
    displayName: '周子昂',
    role: 'operator',
  })
  await shop.call(request, 'stores.create', {
    code: `XX${Date.now() % 100_000}`,
    name: '西溪印象店',
  })
  await shop.call(request, 'staff.update', {
    id,
    displayName: '周子昂',
    roleIds: [1, 3],
    storeIds: [1],
  })
  await shop.call(request, 'staff.setStatus', { id, status: 'disabled', reason: '离职交接完成' })
  await revealOne(shop, request, '核对改号申请')
  await shop.call(request, 'jobs.verifyAudit')
  await shop.call(request, 'jobs.exportAudit')
  // Of those at work it would sign out the pages too.
  await runJob(shop, request, 'jobs.batchStaff', {
    action: 'signOut',
    selection: { kind: 'all', filter: { status: 'disabled' } },
    reason: '每季清理',
  })
  await request.dispose()
})

for (const look of LOOKS) {
  const tag = `${look.language} ${look.theme}`

  test(`audit log, ${tag}`, async ({ browser, shop }) => {
    test.setTimeout(120_000)
    const page = await open(browser, look)
    await shop.comeIn(page, 'audit')
    await expect(page.locator('tbody tr.is-openable').first()).toBeVisible()
    await expect(page.locator('.chain-badge')).toBeVisible()
    await shoot(page, look, 'audit')
    await page
      .locator('tbody tr')
      .filter({ hasText: /改员工资料|Changed staff/ })
      .first()
      .click()
    await expect(page.locator('.audit-related li').first()).toBeVisible()
    await expect(page.locator('.chain-proof code')).toBeVisible()
    await shoot(page, look, 'audit-entry')
    await page.locator('.audit-diff__mode label').nth(1).click()
    await shoot(page, look, 'audit-entry-raw')
    await page.goto(
      `${shop.address}/audit?keyword=nobody&period=custom&first=2026-03-01&last=2026-03-18`,
    )
    await expect(page.locator('.data-table__none')).toBeVisible()
    await page.locator('.el-date-editor').click()
    await shoot(page, look, 'audit-none')
    await page.goto(`${shop.address}/audit/reveals`)
    await expect(page.locator('tbody tr')).toHaveCount(1)
    await shoot(page, look, 'reveals')
    await page.goto(`${shop.address}/jobs`)
    await expect(page.locator('tbody tr').nth(2)).toBeVisible()
    await shoot(page, look, 'jobs')
    await page.locator('tbody tr.is-openable').first().click()
    await expect(page.locator('.job-outcome')).toBeVisible()
    await shoot(page, look, 'job')
    await page.goto(`${shop.address}/company`)
    await expect(page.locator('.preset-list')).toBeVisible()
    await shoot(page, look, 'company')
    await page.goto(`${shop.address}/account`)
    await expect(page.locator('.own-sessions__foot')).toBeVisible()
    await shoot(page, look, 'account')
    await page
      .locator('[aria-label="动态验证码"] button, [aria-label="One-time codes"] button')
      .click()
    await expect(page.locator('.totp-start')).toBeVisible()
    await page.locator('.totp-start').scrollIntoViewIfNeeded()
    await shoot(page, look, 'account-totp')
    await page.context().close()
  })
}
