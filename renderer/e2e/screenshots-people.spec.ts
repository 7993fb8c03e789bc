import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { expectAccessibleInColour } from './support/axe.ts'
import { Office } from './support/people.ts'
import { TestServer } from './support/server.ts'
import type { Browser, Page } from '@playwright/test'

/** Pictures of the pages of people for people to look at; axe looks at each of them too. */
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

const NAMES = ['陈婧', '周子昂', '王磊', '赵蕾', '林晓雯', '孙浩然', '许一诺', '顾南']
const STORES = [
  '西溪印象店',
  '滨江天街店',
  '湖滨步行街店',
  '城西银泰店',
  '武林广场店',
  '萧山旗舰店',
]
const ROLES = [
  '店长',
  '区域督导',
  '客服专员',
  '市场策划',
  '夜班收银',
  '兼职',
  '培训讲师',
  'Regional supervisor, programmes',
  '数据分析',
  '巡店',
  '仓管',
  '实习生',
]

const API_KEYS = [
  { name: '微信商城', scopes: ['members.read', 'points.read', 'points.write', 'orders.write'] },
  { name: '西溪印象店收银', scopes: ['members.read', 'orders.write'] },
  { name: 'Data warehouse, nightly exports', scopes: ['members.read', 'points.read'] },
] as const
const NEW_KEY = { id: 9, keyId: 'mk_4Vn0pQ2xT7aL', secret: 'Jq3'.padEnd(43, 'x7R_kP0-') }

let shop: TestServer
let lone: TestServer

test.beforeAll(async () => {
  test.setTimeout(180_000)
  await mkdir(FOLDER, { recursive: true })
  shop = await TestServer.start()
  lone = await TestServer.start()
  const office = await Office.open(shop)
  const stores: number[] = []
  for (const [index, name] of STORES.entries()) {
    stores.push(await office.store(`HZ-${String(index + 1).padStart(2, '0')}`, name))
  }
  await office.store('FLAGSHIP-SHANGHA', '上海南京西路恒隆广场二层东侧会员体验旗舰店铺')
  for (const [index, { name, scopes }] of API_KEYS.entries()) {
    const source = index < 2 ? ['mall', 'pos-hz-01'][index] : null
    const key = { name, scopes, source, storeId: index === 1 ? stores[0] : null }
    await shop.call(office.api, 'apiKeys.create', key)
  }
  const roles: number[] = []
  for (const [index, name] of ROLES.entries()) {
    const rights = ['members.view', 'stores.view', ...(index % 2 ? ['staff.view'] : [])]
    roles.push(await office.role(name, rights, index % 3 ? 'own' : 'all'))
  }
  const cashier = await office.builtIn('cashier')
  const at = (list: readonly number[], index: number) => list[index % list.length] ?? 0
  await office.hire([
    {
      username: 'a-very-long-username-of-32-chars',
      displayName: 'Alexandria Wellington-Montgomery',
      roleIds: [cashier, ...roles.slice(4, 8)],
      storeIds: stores,
    },
    ...Array.from({ length: 59 }, (_, index) => ({
      username: `staff.${String(index + 1).padStart(3, '0')}`,
      displayName: `${NAMES[index % NAMES.length] ?? ''}${index > 7 ? String(index) : ''}`,
      roleIds: index % 4 ? [cashier] : [at(roles, index), cashier, at(roles, index + 1)],
      storeIds:
        index % 5 ? [at(stores, index), at(stores, index + 1)].slice(0, 1 + (index % 2)) : [],
    })),
  ])
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
    const file = `${name}-${look.language}-${look.theme}-${size.width}.png`
    await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
  }
  await page.setViewportSize(SIZES[0])
  await expectAccessibleInColour(page)
}

const rows = (page: Page) => page.locator('tbody tr')
const dialog = (page: Page) => page.locator('.form-dialog:visible')

for (const look of LOOKS) {
  const tag = `${look.language} ${look.theme}`
  const isChinese = look.language === 'zh'

  test(`staff, ${tag}`, async ({ browser }) => {
    test.setTimeout(120_000)
    const page = await open(browser, look)
    await shop.comeIn(page, 'staff')
    await expect(rows(page)).toHaveCount(50)
    await shoot(page, look, 'staff')
    for (const index of [1, 3, 4]) await rows(page).nth(index).locator('.tick-box').click()
    await shoot(page, look, 'staff-batch')
    await page.locator('.batch-action[data-tone="bad"]').click()
    await expect(dialog(page)).toBeVisible()
    await shoot(page, look, 'staff-batch-question')
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toBeHidden()

    await page.goto(`${shop.address}/staff`)
    await rows(page).nth(2).click()
    await expect(page.locator('.staff-profile')).toBeVisible()
    await shoot(page, look, 'staff-drawer')
    await page.locator('.peek-drawer__footer .el-button--danger').click()
    await expect(dialog(page)).toBeVisible()
    await page.locator('.form-dialog .el-button--danger').click()
    await shoot(page, look, 'staff-disable')
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toBeHidden()
    await page.goto(`${shop.address}/staff?peek=1`)
    await page
      .getByRole('tab')
      .filter({ hasText: /登录设备|Devices/ })
      .click()
    await expect(page.locator('.staff-sessions li').first()).toBeVisible()
    await shoot(page, look, 'staff-drawer-sessions')
    await page.goto(`${shop.address}/staff?peek=3`)
    await page
      .getByRole('tab')
      .filter({ hasText: /变更记录|History/ })
      .click()
    await page.locator('.history-panel button').first().click()
    await expect(page.locator('.history-panel .audit-diff')).toBeVisible()
    await shoot(page, look, 'staff-drawer-history')

    await page.goto(`${shop.address}/staff?keyword=staff.00&status=active`)
    await expect(rows(page)).toHaveCount(9)
    await shoot(page, look, 'staff-filtered')
    await page.goto(`${shop.address}/staff?keyword=nobody`)
    await expect(page.locator('.data-table__none')).toBeVisible()
    await shoot(page, look, 'staff-no-result')
    await page.route(/staff\.list/, (route) => route.abort())
    await page.goto(`${shop.address}/staff?keyword=x`)
    await expect(page.getByRole('alert')).toBeVisible()
    await shoot(page, look, 'staff-error')
    await page.context().close()
  })

  test(`new staff, ${tag}`, async ({ browser }) => {
    test.setTimeout(120_000)
    const page = await open(browser, look)
    await shop.comeIn(page, 'staff')
    await expect(rows(page)).toHaveCount(50)
    const create = page.locator('.page-header__actions button')
    await create.click()
    await expect(dialog(page)).toBeVisible()
    await shoot(page, look, 'staff-create')
    await dialog(page).locator('input').nth(2).fill('Not A Name')
    await page.locator('.form-dialog .el-button--primary').click()
    await expect(page.locator('.form-dialog .is-error').first()).toBeVisible()
    await shoot(page, look, 'staff-create-errors')
    await dialog(page).locator('.choice-group label').nth(1).click()
    await dialog(page)
      .locator('textarea')
      .fill(
        [
          ...Array.from(
            { length: 12 },
            (_, index) => `new.${look.language}.${look.theme}.${index},新人${index}`,
          ),
          'Ü,名',
          'noname',
          `new.${look.language}.${look.theme}.3,再来`,
        ].join('\n'),
      )
    await shoot(page, look, 'staff-create-many')
    await dialog(page)
      .locator('textarea')
      .fill(
        Array.from(
          { length: 12 },
          (_, index) => `new.${look.language}.${look.theme}.${index},新人${index}`,
        ).join('\n'),
      )
    await dialog(page).getByRole('combobox').first().press('ArrowDown')
    await page.getByRole('option').nth(2).click()
    await page.keyboard.press('Escape')
    await page.locator('.form-dialog .el-button--primary').click()
    await expect(page.locator('.one-time-codes tbody tr')).toHaveCount(12)
    await shoot(page, look, 'staff-codes')
    await page.context().close()
  })

  test(`roles, ${tag}`, async ({ browser }) => {
    test.setTimeout(120_000)
    const page = await open(browser, look)
    await shop.comeIn(page, 'roles?role=1')
    await expect(page.locator('.rights-group').first()).toBeVisible()
    await shoot(page, look, 'roles-built-in')
    await page.getByRole('link', { name: /店长/ }).click()
    await expect(page.locator('.role-editor__name')).toBeVisible()
    await shoot(page, look, 'roles-own')
    await page.locator('.rights-group__right').nth(1).click()
    await page.locator('.rights-group__right').nth(2).click()
    await page.locator('.rights-group__right').nth(5).click()
    await expect(page.locator('.role-editor__unsaved')).toBeVisible()
    await shoot(page, look, 'roles-unsaved')
    await page.locator('.role-editor__unsaved .el-button--primary').click()
    await expect(dialog(page)).toBeVisible()
    await shoot(page, look, 'roles-save')
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toBeHidden()
    await page
      .getByRole('link', { name: isChinese ? /收银/ : /Cashier/ })
      .first()
      .click()
    const question = page.locator('.unsaved-dialog')
    await expect(question).toBeVisible()
    await shoot(page, look, 'roles-leave')
    await question.locator('.unsaved-dialog__discard').click()
    await expect(question).toBeHidden()
    await page.getByRole('link', { name: /店长/ }).click()
    await page
      .getByRole('tab')
      .filter({ hasText: /变更记录|History/ })
      .click()
    await page.locator('.history-panel button').first().click()
    await expect(page.locator('.history-panel .audit-diff')).toBeVisible()
    await shoot(page, look, 'roles-history')
    await page.locator('.page-header__actions button').click()
    await expect(dialog(page)).toBeVisible()
    await shoot(page, look, 'roles-create')
    await lone.comeIn(page, 'roles')
    await expect(page.locator('.rights-group').first()).toBeVisible()
    await shoot(page, look, 'roles-none-own')
    await page.route(/roles\.list/, (route) => route.abort())
    await page.reload()
    await expect(page.getByRole('alert')).toBeVisible()
    await shoot(page, look, 'roles-error')
    await page.context().close()
  })

  test(`stores, ${tag}`, async ({ browser }) => {
    test.setTimeout(120_000)
    const page = await open(browser, look)
    await shop.comeIn(page, 'stores')
    await expect(rows(page)).toHaveCount(7)
    await shoot(page, look, 'stores')
    await rows(page).nth(0).locator('.row-menu').click()
    await page.getByRole('menuitem').nth(1).click()
    await expect(dialog(page)).toBeVisible()
    await shoot(page, look, 'stores-close')
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toBeHidden()
    await page.locator('.page-header__actions button').click()
    await dialog(page).locator('input').first().fill('no good')
    await page.locator('.form-dialog .el-button--primary').click()
    await shoot(page, look, 'stores-create-errors')
    await lone.comeIn(page, 'stores')
    await expect(page.locator('.empty-state')).toBeVisible()
    await shoot(page, look, 'stores-empty')
    await page.context().close()
  })

  test(`API keys, ${tag}`, async ({ browser }) => {
    test.setTimeout(120_000)
    const page = await open(browser, look)
    await shop.comeIn(page, 'api-keys')
    await expect(rows(page)).toHaveCount(API_KEYS.length)
    await shoot(page, look, 'api-keys')
    await page.locator('.page-header__actions button').click()
    await expect(dialog(page)).toBeVisible()
    await dialog(page).locator('.scopes-field label').nth(3).click()
    await page.locator('.form-dialog .el-button--primary').click()
    await expect(page.locator('.form-dialog .is-error').first()).toBeVisible()
    await shoot(page, look, 'api-keys-create-errors')
    await page.keyboard.press('Escape')
    await page.locator('.unsaved-dialog__discard').click()
    await expect(dialog(page)).toBeHidden()
    await page.route(/apiKeys\.create/, (route) =>
      route.fulfill({ json: { result: { data: NEW_KEY } } }),
    )
    await page.locator('.page-header__actions button').click()
    await dialog(page).locator('input').first().fill('x')
    await dialog(page).locator('.scopes-field label').first().click()
    await page.locator('.form-dialog .el-button--primary').click()
    await expect(page.locator('.api-key-secret')).toBeVisible()
    await shoot(page, look, 'api-keys-secret')
    await page.locator('.api-key-secret .el-button--primary').click()
    await rows(page).nth(1).locator('.row-menu').click()
    await page.getByRole('menuitem').first().click()
    await expect(dialog(page)).toBeVisible()
    await shoot(page, look, 'api-keys-revoke')
    await lone.comeIn(page, 'api-keys')
    await expect(page.locator('.empty-state')).toBeVisible()
    await shoot(page, look, 'api-keys-empty')
    await page.context().close()
  })
}
