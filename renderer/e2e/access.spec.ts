import { expect, test } from './support/fixtures.ts'

test('the printed link signs in and leaves no token behind', async ({ page, shop, context }) => {
  await page.goto(shop.accessLink)
  await expect(page.getByRole('heading', { name: '会员列表' })).toBeVisible()
  await expect(page).toHaveURL(`${shop.address}/members`)
  const stored = await page.evaluate(() =>
    JSON.stringify([localStorage, sessionStorage, history.state]),
  )
  expect(stored).not.toContain(shop.accessToken)
  expect(await page.evaluate(() => document.cookie)).toBe('')
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  expect(cookie?.value).not.toContain(shop.accessToken)
  await page.goBack()
  expect(page.url()).not.toContain('access=')
})

test('a link that is opened in a page already open signs in too', async ({ page, shop }) => {
  await page.goto(`${shop.address}/settings`)
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible()
  await page.evaluate((hash) => (location.hash = hash), `access=${shop.accessToken}`)
  await expect(page.getByRole('heading', { name: '设置' })).toBeVisible()
  await expect(page).toHaveURL(`${shop.address}/settings`)
})

test('without a session the page asks, refuses a wrong token and goes on where one was', async ({
  page,
  shop,
}) => {
  await page.goto(`${shop.address}/members?keyword=Echo`)
  const field = page.getByLabel('访问令牌')
  await expect(field).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('请填写访问令牌。')
  await field.fill('wrong-token-wrong-token-wrong-token')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText(/访问令牌不对/)
  await expect(page.getByRole('table')).toBeHidden()

  await field.fill(` ${shop.accessToken} `)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('cell', { name: 'Echo 的周末' })).toBeVisible()
  await expect(page).toHaveURL(`${shop.address}/members?keyword=Echo`)
})

test('a wrong link is refused in words', async ({ page, shop }) => {
  await page.goto(`${shop.address}/#access=nonsense`)
  await expect(page.getByRole('alert')).toHaveText(/访问令牌不对/)
  expect(page.url()).not.toContain('nonsense')
})

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
  await page.goto(shop.accessLink)
  await expect(page.getByRole('row')).toHaveCount(51)
  expect(strangers.filter((url) => !url.startsWith('data:'))).toEqual([])
})
