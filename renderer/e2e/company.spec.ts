import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { makeStaff } from './support/records.ts'

test('name and time zone are saved, recorded, and warn that days on record stay @long', async ({
  page,
  emptyShop: shop,
}) => {
  await shop.comeIn(page, 'company')
  await expectAccessible(page)
  const name = page.getByLabel('公司名称')
  await name.fill('')
  await page.getByRole('button', { name: '保存公司设置' }).click()
  await expect(page.getByText('填写公司名称')).toBeVisible()
  await name.fill('沐禾生活')
  await page.getByRole('combobox', { name: '时区' }).fill('Urumqi')
  await page.getByRole('option', { name: /Asia\/Urumqi/ }).click()
  await page.getByRole('button', { name: '保存公司设置' }).click()
  const said = page.locator('.md-toast').filter({ hasText: '已保存公司设置。' })
  await expect(said).toHaveCount(1)
  await page.getByRole('combobox', { name: '时区' }).fill('Shanghai')
  await page.getByRole('option', { name: /Asia\/Shanghai/ }).click()
  await expect(page.getByText('改时区只影响以后的营业日')).toBeVisible()
  await page.getByRole('button', { name: '保存公司设置' }).click()
  await expect(said).toHaveCount(2)
  await page.reload()
  await expect(name).toHaveValue('沐禾生活')
  await expect(page.getByText('每消费 ¥1 得 10 分')).toBeVisible()
  await page.goto(`${shop.address}/audit?action=setting.update`)
  await page.locator('tbody tr.is-openable').first().click()
  await expect(page.locator('.audit-diff del')).toHaveText(/Asia\/Urumqi/)
  await expect(page.locator('.audit-diff ins')).toHaveText(/Asia\/Shanghai/)
})

test('who may not change it can read it and sees whom to ask @long', async ({ page, shop }) => {
  const { request } = page.context()
  await shop.signIn(request)
  const who = await makeStaff(shop, request, {
    username: `reader${Date.now()}`,
    displayName: '赵蕾',
    role: 'operator',
  })
  await shop.comeIn(page, 'company', who)
  const button = page.getByRole('button', { name: /保存公司设置/ })
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await expect(button).toHaveAccessibleDescription(/管理员/)
  await expect(page.getByLabel('公司名称')).toHaveAttribute('readonly', '')
  await expect(page.getByLabel('时区')).toHaveAttribute('readonly', '')
  await expectAccessible(page)
})

test('settings that cannot be read say so @long', async ({ page, shop }) => {
  await shop.comeIn(page, 'settings')
  const link = page.getByRole('link', { name: '到公司设置' })
  await expect(link).toBeVisible()
  await page.route(/settings\.get/, (route) => route.abort())
  await link.click()
  await expect(page.getByRole('alert')).toContainText('公司设置没有取到')
})
