import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './support/fixtures.ts'
import { FAILED, READY, TOO_OLD, fakeDesktop, restarting, unreachable } from './support/desktop.ts'
import { TestServer } from './support/server.ts'
import type { ServerState } from '../../electron/ipc-contract.ts'
import type { Browser, Page } from '@playwright/test'

/** Pictures of every state for people to look at; nothing here compares pixels. */
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

async function open(browser: Browser, look: Look, density = 'default'): Promise<Page> {
  const context = await browser.newContext({ viewport: SIZES[0], reducedMotion: 'reduce' })
  await context.addInitScript(
    (preferences) => {
      localStorage.setItem('member-desk.preferences', preferences)
    },
    JSON.stringify({ ...look, density }),
  )
  return context.newPage()
}

async function shoot(page: Page, look: Look, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  for (const size of SIZES) {
    await page.setViewportSize(size)
    const file = `${name}-${look.language}-${look.theme}-${size.width}.png`
    await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
  }
  await page.setViewportSize(SIZES[0])
}

const comeIn = (page: Page, server: TestServer, path = '') => server.comeIn(page, path)

test.beforeAll(() => mkdir(FOLDER, { recursive: true }))

for (const look of LOOKS) {
  const tag = `${look.language} ${look.theme}`

  test(`the list, ${tag}`, async ({ browser, shop, emptyShop }) => {
    const page = await open(browser, look)
    await comeIn(page, shop)
    await expect(page.locator('tbody tr')).toHaveCount(50)
    await shoot(page, look, 'list')
    await page.locator('tbody tr').nth(2).focus()
    await page.keyboard.press('ArrowDown')
    await shoot(page, look, 'list-row-focus')
    await page.goto(`${shop.address}/members?keyword=SHOP-8&status=active`)
    await expect(page.locator('tbody tr')).toHaveCount(1)
    await shoot(page, look, 'list-filtered')
    await page.goto(`${shop.address}/members?keyword=nobody&status=disabled`)
    await expect(page.locator('.data-table__none')).toBeVisible()
    await shoot(page, look, 'list-no-result')
    await page.route(/\/trpc\//, (route) => route.abort())
    await page.goto(`${shop.address}/members?keyword=7781`)
    await expect(page.getByRole('alert')).toBeVisible()
    await shoot(page, look, 'list-error')
    await page.unroute(/\/trpc\//)
    // Never answered: the first load stays on the screen until the page closes.
    await page.route(/members\.list/, () => undefined)
    await page.goto(`${shop.address}/members`)
    await expect(page.locator('.table-skeleton')).toBeVisible()
    await shoot(page, look, 'list-loading')
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await comeIn(page, emptyShop)
    await expect(page.locator('.empty-state')).toBeVisible()
    await shoot(page, look, 'list-empty')
    await page.context().close()
  })

  test(`other pages, ${tag}`, async ({ browser, shop }) => {
    const page = await open(browser, look, 'compact')
    await page.goto(shop.address)
    await expect(page.locator('.sign-in')).toBeVisible()
    await shoot(page, look, 'sign-in')
    await comeIn(page, shop, 'settings')
    await expect(page.locator('.settings')).toBeVisible()
    await shoot(page, look, 'settings')
    await page.goto(`${shop.address}/nowhere`)
    await expect(page.locator('.not-found')).toBeVisible()
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await shoot(page, look, 'keys')
    await page.goto(shop.address)
    await expect(page.locator('tbody tr')).toHaveCount(50)
    await page.locator('.title-bar .icon-button').first().click()
    await shoot(page, look, 'list-compact-narrow')
    await page.context().close()
  })

  test(`the shell, ${tag}`, async ({ browser, shop }) => {
    test.slow()
    const page = await open(browser, look)
    await page.goto(shop.address)
    // The lock of a name outlasts a picture, so each look has its own.
    await page.locator('#username').fill(`nobody-${look.language}-${look.theme}`)
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await page.locator('#password').fill(`wrong ${attempt}`)
      await page.locator('.sign-in-form .el-button--primary').click()
      await expect(page.locator('.sign-in-form__problem.is-empty')).toBeHidden()
    }
    await expect(page.locator('.sign-in-form .el-button--primary')).toBeDisabled()
    await shoot(page, look, 'sign-in-locked')
    await page.route(/session\.signIn/, (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/json',
        body: JSON.stringify({
          error: {
            code: -32_001,
            message: '',
            data: { app: { code: 'CODE_REQUIRED', params: {}, requestId: 'r' } },
          },
        }),
      }),
    )
    await page.locator('#username').fill('linxiaowen')
    await page.locator('.sign-in-form .el-button--primary').click()
    await page.locator('#code').pressSequentially('407')
    await shoot(page, look, 'sign-in-code')
    await page.locator('.sign-in-form .md-link').click()
    await page.locator('.reset-form input').nth(1).fill('short')
    await page.locator('.reset-form .el-button--primary').click()
    await shoot(page, look, 'sign-in-reset')
    await page.unrouteAll()

    await comeIn(page, shop)
    // A page that is left notes its tabs at once, one that stays after a moment: after what is noted here.
    await page.goto('about:blank')
    await shop.call(page.context().request, 'preferences.set', {
      name: 'language',
      value: look.language,
    })
    await shop.call(page.context().request, 'preferences.set', {
      name: 'tabs',
      value: {
        tabs: [
          ...['/members', '/settings', '/stores', '/staff', '/roles', '/audit', '/jobs'],
          '/account',
        ].map((address, index) => ({ address, isPinned: index === 0 })),
        active: '/members',
      },
    })
    await page.goto(shop.address)
    await expect(page.getByRole('tab')).toHaveCount(8)
    await expect(page.locator('tbody tr')).toHaveCount(50)
    await shoot(page, look, 'tabs-crowded')
    await page.locator('.user-menu__opener').click()
    await shoot(page, look, 'user-menu')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('林一诺')
    await expect(page.getByRole('option')).toHaveCount(6)
    await shoot(page, look, 'palette')
    await page.keyboard.press('Escape')
    await page.route(/\/trpc\//, (route) => route.abort())
    await page.locator('.tab').nth(1).click()
    await expect(page.locator('.notice-bar')).toBeVisible({ timeout: 40_000 })
    await shoot(page, look, 'offline')
    await page.unrouteAll({ behavior: 'ignoreErrors' })

    const { request } = page.context()
    const cashier = await shop.addColleague(request, `cashier-${look.language}-${look.theme}`, [
      'cashier',
    ])
    await shop.comeIn(page, 'staff', cashier)
    await expect(page.locator('.forbidden')).toBeVisible()
    await shoot(page, look, 'forbidden')
    await page.context().close()
  })

  test(`first run, ${tag}`, async ({ browser }) => {
    test.slow()
    const server = await TestServer.startNew({ PUBLIC_URL: 'http://desk.example.com' })
    const page = await open(browser, look)
    const next = page.locator('.first-run__foot .el-button--primary')
    await page.goto(server.address)
    await next.click()
    await next.click()
    await shoot(page, look, 'first-run-administrator-errors')
    await page.locator('form input').nth(0).fill(server.firstRunToken)
    await page.locator('form input').nth(1).fill('孙浩')
    await page.locator('form input').nth(2).fill('sunhao')
    await page.locator('form input').nth(3).fill('a quiet garden path')
    await page.locator('form input').nth(4).fill('a quiet garden pat')
    await next.click()
    await shoot(page, look, 'first-run-administrator')
    await page.locator('form input').nth(4).fill('a quiet garden path')
    await next.click()
    await next.click()
    await shoot(page, look, 'first-run-company')
    await page.locator('form input').nth(0).fill('沐禾生活')
    await page.locator('form input').nth(3).fill('静安店')
    await next.click()
    await page.locator('.level-rows__row input').nth(3).fill('6000')
    await page.locator('.level-rows__row input').nth(0).fill('')
    await next.click()
    await shoot(page, look, 'first-run-presets')
    await page.locator('.level-rows__row input').nth(0).fill('普通')
    await next.click()
    await shoot(page, look, 'first-run-done')
    await page.context().close()
    await server.remove()
  })

  test(`states of the desktop app, ${tag}`, async ({ browser, shop }) => {
    const states: [string, ServerState, string][] = [
      ['starting', { status: 'starting', home: 'embedded', attempt: 1 }, '.server-gate'],
      ['failed', FAILED, '.error-state'],
      ['unreachable', unreachable(60_000), '.error-state'],
      ['too-old', TOO_OLD, '.error-state'],
    ]
    for (const [name, state, mark] of states) {
      const page = await open(browser, look)
      await fakeDesktop(page, { state })
      await page.goto(shop.address)
      await expect(page.locator(mark)).toBeVisible()
      await shoot(page, look, `desktop-${name}`)
      if (state === FAILED) {
        await page.locator('.error-state__actions button').nth(1).click()
        await page.locator('.form-dialog__footer button').last().click()
        await expect(page.locator('.is-error').first()).toBeVisible()
        await shoot(page, look, 'desktop-use-key')
      }
      await page.context().close()
    }
    const page = await open(browser, look)
    await fakeDesktop(page, {
      state: READY,
      connection: { home: 'remote', url: 'https://member.example.com' },
      result: { ok: false, code: 'URL_INSECURE', params: {}, message: '' },
    })
    await comeIn(page, shop)
    await expect(page.locator('tbody tr')).toHaveCount(50)
    await page.evaluate((state) => {
      window.fakeShell.setState(state)
    }, restarting(60_000))
    await expect(page.locator('.notice-bar')).toBeVisible()
    await shoot(page, look, 'desktop-restarting')
    await page.goto(`${shop.address}/connection`)
    await page.locator('form button[type=submit]').click()
    await expect(page.locator('.is-error')).toBeVisible()
    await shoot(page, look, 'desktop-connection')
    await page.context().close()
  })
}
