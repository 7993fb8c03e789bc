import { expect, test } from './support/fixtures.ts'

test('a session that ends asks again and keeps the place', async ({ desk, context }) => {
  await desk.getByLabel('查找会员').getByRole('textbox').fill('Echo')
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('row')).toHaveCount(2)
  await context.clearCookies()
  await desk.getByRole('button', { name: '刷新' }).click()
  await expect(desk.getByRole('heading', { name: '登录' })).toBeVisible()
  await expect(desk.getByRole('table')).toBeHidden()
  expect(desk.url()).toContain('keyword=Echo')
})

test('signing out ends the session', async ({ desk }) => {
  await desk.getByRole('button', { name: '退出登录' }).click()
  await expect(desk.getByRole('heading', { name: '登录' })).toBeVisible()
  await desk.reload()
  await expect(desk.getByRole('heading', { name: '登录' })).toBeVisible()
})

test('nothing is fetched from anywhere else', async ({ page, shop }) => {
  const strangers: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(shop.address)) strangers.push(request.url())
  })
  await shop.comeIn(page)
  await expect(page.getByRole('row')).toHaveCount(51)
  expect(strangers.filter((url) => !url.startsWith('data:'))).toEqual([])
})
