import { z } from 'zod'
import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

const made = z.object({ id: z.int() })
let shop: TestServer

test.beforeAll(async () => {
  test.setTimeout(120_000)
  shop = await TestServer.start()
})
test.afterAll(() => shop.remove())

const rows = (page: Page) => page.locator('tbody tr')
const dialog = (page: Page) => page.getByRole('dialog')

async function create(page: Page, code: string, name: string): Promise<void> {
  await page.getByRole('button', { name: '新建门店' }).first().click()
  await dialog(page).getByLabel('编号').fill(code)
  await dialog(page).getByLabel('名称').fill(name)
  await page.keyboard.press('Enter')
}

async function choose(page: Page, act: string): Promise<void> {
  await rows(page).getByRole('button', { name: '的更多操作' }).click()
  await page.getByRole('menuitem', { name: act }).click()
}

test('stores are created, renamed, closed and opened again @long', async ({ page }) => {
  await shop.comeIn(page, 'stores')
  await expect(page.getByRole('heading', { name: '还没有门店' })).toBeVisible()
  await expectAccessible(page)
  await create(page, 'hz-01', '西溪店')
  await expect(rows(page)).toContainText(['HZ-01'])

  await create(page, 'HZ-01', '又一家')
  await expect(dialog(page).getByText('编号 HZ-01 已被使用。')).toBeVisible()
  await expectAccessible(page)
  await dialog(page).getByLabel('编号').fill('no good')
  await dialog(page).getByLabel('名称').focus()
  await expect(dialog(page).getByText(/1 到 16 位大写字母/)).toBeVisible()
  await dialog(page).getByRole('button', { name: '取消' }).click()
  const question = page.getByRole('dialog', { name: '有内容还没有保存' })
  await expect(question).toContainText('新建门店')
  await question.getByRole('button', { name: '丢弃更改' }).click()
  await expect(dialog(page)).toHaveCount(0)

  await choose(page, '改名')
  await dialog(page).getByLabel('名称').fill('西溪印象店')
  await dialog(page).getByRole('button', { name: '保存名称' }).click()
  await expect(rows(page)).toContainText(['西溪印象店'])
  await expect(dialog(page)).toHaveCount(0)

  await choose(page, '关店')
  await dialog(page).getByRole('button', { name: '关店' }).click()
  await expect(rows(page)).toContainText(['已关店'])
  await expect(dialog(page)).toHaveCount(0)
  await choose(page, '重新开店')
  await dialog(page).getByRole('button', { name: '重新开店' }).click()
  await expect(rows(page)).toContainText(['营业中'])
})

test('what was done to a store opens below its name @long', async ({ page }) => {
  const { request } = page.context()
  await shop.signIn(request)
  const { id } = made.parse(
    await shop.call(request, 'stores.create', { code: 'HZ-77', name: '湖滨店' }),
  )
  await shop.call(request, 'stores.update', { id, name: '湖滨旗舰店', status: 'closed' })
  await shop.comeIn(page, 'stores')
  const row = rows(page).filter({ hasText: 'HZ-77' })
  await row.getByRole('button', { name: '的更多操作' }).click()
  await page.getByRole('menuitem', { name: '改名' }).click()
  await dialog(page).getByText('变更记录').click()
  const history = dialog(page).getByRole('region', { name: '变更记录' })
  await history.getByRole('button', { name: /改门店资料/ }).click()
  await expect(history.locator('ins').filter({ hasText: '湖滨旗舰店' })).toBeVisible()
  await expect(history.locator('ins').filter({ hasText: '停业' })).toBeVisible()
  await expectAccessible(page)
})
