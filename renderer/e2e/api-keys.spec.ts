import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

let shop: TestServer

test.beforeAll(async () => {
  test.setTimeout(120_000)
  shop = await TestServer.start()
})
test.afterAll(() => shop.remove())

const rows = (page: Page) => page.locator('tbody tr')
const dialog = (page: Page) => page.getByRole('dialog')

test('a key is made, shows its secret once, and is revoked with a reason @long', async ({
  page,
}) => {
  await shop.comeIn(page, 'api-keys')
  await expect(page.getByRole('heading', { name: '还没有接口密钥' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '新建密钥' }).first().click()
  await dialog(page).getByLabel('名称').fill('微信商城')
  await dialog(page).getByRole('button', { name: '新建密钥' }).click()
  await expect(dialog(page).getByText('至少选')).toBeVisible()
  await dialog(page).getByRole('checkbox', { name: '查会员' }).click()
  await dialog(page).getByRole('checkbox', { name: '提交订单' }).click()
  await dialog(page).getByRole('button', { name: '新建密钥' }).click()
  await expect(dialog(page).getByText('可以提交订单的密钥必须写明订单来源')).toBeVisible()
  await expectAccessible(page)
  await dialog(page).getByLabel('订单来源').fill('mall')
  await dialog(page).getByRole('button', { name: '新建密钥' }).click()

  const saved = page.getByRole('dialog', { name: '请现在保存密钥' })
  await expect(saved).toBeVisible()
  await expectAccessible(page)
  const secret = (await saved.locator('dd .md-mono').nth(1).textContent()) ?? ''
  expect(secret).toMatch(/^[\w-]{43}$/)
  await page.keyboard.press('Escape')
  await expect(saved.getByRole('alert')).toContainText('只能作废重建')
  await saved.getByRole('button', { name: '返回' }).click()
  await saved.getByRole('button', { name: '已保存，关闭' }).click()
  await expect(saved).toHaveCount(0)
  await expect(rows(page)).toContainText([/微信商城.*mk_.*查会员.*mall.*全部门店.*有效.*从未使用/s])
  expect(await page.content()).not.toContain(secret)
  await page.reload()
  await expect(rows(page)).toContainText(['微信商城'])
  expect(await page.content()).not.toContain(secret)

  await rows(page).getByRole('button', { name: '微信商城 的更多操作' }).click()
  await page.getByRole('menuitem', { name: '作废' }).click()
  await dialog(page).getByRole('button', { name: '作废密钥' }).click()
  await expect(dialog(page)).toBeVisible()
  await dialog(page).getByRole('textbox').fill('换了系统')
  await dialog(page).getByRole('button', { name: '作废密钥' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(rows(page)).toContainText(['已作废'])
  await expect(rows(page).getByRole('button', { name: '的更多操作' })).toHaveCount(0)
  await page.goto(`${shop.address}/api-keys?state=live`)
  await expect(rows(page)).toHaveCount(0)
})

test('a list that cannot be loaded says so @long', async ({ page }) => {
  await page.route(/apiKeys\.list/, (route) => route.abort())
  await shop.comeIn(page, 'api-keys')
  await expect(page.getByRole('alert')).toContainText('密钥列表没有取到')
})
