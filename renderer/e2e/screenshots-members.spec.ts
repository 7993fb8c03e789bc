import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { expectAccessibleInColour } from './support/axe.ts'
import { Office } from './support/people.ts'
import { settle } from './support/profiles.ts'
import { TestServer } from './support/server.ts'
import type { Browser, Page } from '@playwright/test'

/** Pictures of members' pages and dialogs for people to look at; axe looks at each of them too. */
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
let office: Office
let uid = ''

test.beforeAll(async () => {
  test.setTimeout(180_000)
  await mkdir(FOLDER, { recursive: true })
  shop = await TestServer.start()
  lone = await TestServer.start()
  office = await Office.open(shop)
  uid = await settle(office)
  await shop.signIn(office.api)
  for (const text of [
    '生日当天想订 8 寸戚风，提前三天联系。',
    '来电确认自提时间，改为周六上午。',
  ]) {
    await shop.call(office.api, 'members.addNote', { uid, text })
  }
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
    const file = `members-${name}-${look.language}-${look.theme}-${size.width}.png`
    await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
  }
  await page.setViewportSize(SIZES[0])
  await expectAccessibleInColour(page, name)
}

const rows = (page: Page) => page.locator('.data-table tbody tr')
const dialog = (page: Page) => page.locator('.form-dialog')
const words = (look: Look) =>
  look.language === 'zh'
    ? {
        more: '更多',
        edit: '编辑',
        save: '保存修改',
        create: '新建会员',
        export: '导出',
        change: '更改手机号',
      }
    : {
        more: 'More',
        edit: 'Edit',
        save: 'Save changes',
        create: 'New member',
        export: 'Export',
        change: 'Change Mobile',
      }

async function shootList(page: Page, look: Look): Promise<void> {
  const { more, create, export: exports } = words(look)
  await expect(rows(page)).toHaveCount(50)
  await rows(page).nth(1).getByRole('checkbox').click()
  await rows(page)
    .nth(4)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] })
  await shoot(page, look, 'list')
  await page.goto(
    `${shop.address}/members?status=active&regionCode=330000&spendFenMin=10000&birthdayFrom=01-01&birthdayTo=09-30`,
  )
  await expect(rows(page).first()).toBeVisible()
  await page
    .getByRole('button', { name: new RegExp(`^${more}`) })
    .first()
    .click()
  await expect(page.locator('.more-filters')).toBeVisible()
  await shoot(page, look, 'more')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: create, exact: true }).click()
  await expect(dialog(page)).toBeVisible()
  await shoot(page, look, 'create')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: exports, exact: true }).click()
  await dialog(page).getByRole('switch').locator('..').click()
  await shoot(page, look, 'export')
}

async function shootRecord(page: Page, look: Look): Promise<void> {
  await page.goto(`${shop.address}/members?peek=${uid}`)
  await expect(page.locator('.member-facts')).toBeVisible()
  await shoot(page, look, 'drawer')
  await page.goto(`${shop.address}/members/${uid}`)
  await expect(page.locator('.member-orders tbody tr').first()).toBeVisible()
  await shoot(page, look, 'page')
  for (const tab of ['orders', 'changes']) {
    await page.goto(`${shop.address}/members/${uid}?tab=${tab}`)
    await expect(page.locator('.member-orders, .history-panel li').first()).toBeVisible()
    await shoot(page, look, `page-${tab}`)
  }
}

async function shootConflict(page: Page, look: Look): Promise<void> {
  const { edit, save, change } = words(look)
  const input = { uid }
  const { version, nickname } = (await shop.call(office.api, 'members.get', input)) as {
    version: number
    nickname: string
  }
  await page.getByRole('button', { name: edit, exact: true }).click()
  await dialog(page).getByRole('button', { name: change }).click()
  await shoot(page, look, 'edit')
  const textbox = dialog(page).getByRole('textbox')
  await textbox.first().fill(`${nickname} · 我的叫法`)
  const changes = {
    nickname: nickname.endsWith('！') ? '夏夏的小厨房' : `${nickname}！`,
    gender: nickname.endsWith('！') ? 'female' : 'unknown',
  }
  await shop.call(office.api, 'members.update', { uid, version, changes })
  await dialog(page).getByRole('button', { name: save }).click()
  await expect(page.locator('.conflict-panel')).toBeVisible()
  await shoot(page, look, 'conflict')
}

for (const look of LOOKS) {
  test(`${look.language} ${look.theme}`, async ({ browser }) => {
    const page = await open(browser, look)
    await shop.comeIn(page, 'members')
    await shootList(page, look)
    await shootRecord(page, look)
    await shootConflict(page, look)
    const other = await open(browser, look)
    await lone.comeIn(other, 'members')
    await expect(other.locator('.empty-state')).toBeVisible()
    await shoot(other, look, 'empty')
  })
}
