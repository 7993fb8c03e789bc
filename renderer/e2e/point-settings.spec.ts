import { expectAccessible } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { makeStaff } from './support/records.ts'

test('rules of points are read as a sentence, checked, saved and recorded', async ({
  page,
  emptyShop: shop,
}) => {
  await shop.comeIn(page, 'points/settings')
  await expect(page.getByText('每消费 1 元得 10 分，完成后可用，12 个月内有效。')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('每消费 1 元得').fill('1.23456')
  const save = page.getByRole('button', { name: '保存积分规则' })
  await save.click()
  await expect(page.getByText('填写的值不在范围内')).toHaveCount(1)
  await page.getByLabel('每消费 1 元得').fill('1.5')
  await page.getByLabel('订单完成后几天生效').fill('7')
  await page.getByText('到年底', { exact: true }).click()
  await expect(
    page.getByText('每消费 1 元得 1.5 分，完成 7 天后可用，有效到 1 年后的年底。'),
  ).toBeVisible()
  await save.click()
  await expect(page.locator('.md-toast').filter({ hasText: '已保存积分规则。' })).toHaveCount(1)
  await page.reload()
  await expect(page.getByLabel('每消费 1 元得')).toHaveValue('1.5')
  await expect(page.getByText('第 1 版')).toBeVisible()
})

test('who may not change the rules can read them and sees whom to ask', async ({ page, shop }) => {
  const { request } = page.context()
  await shop.signIn(request)
  const who = await makeStaff(shop, request, {
    username: `rules${Date.now()}`,
    displayName: '赵蕾',
    role: 'operator',
  })
  await shop.comeIn(page, 'points/settings', who)
  const save = page.getByRole('button', { name: /保存积分规则/ })
  await expect(save).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByLabel('每消费 1 元得')).toHaveAttribute('readonly', '')
  await expect(page.getByRole('radio', { name: '永不过期' })).toBeDisabled()
})
