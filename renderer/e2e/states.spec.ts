import { expect, test } from './support/fixtures.ts'
import { MEMBERS } from './support/members.ts'
import { TestServer } from './support/server.ts'

test('an empty database says what the page is for', async ({ page, emptyShop }) => {
  await emptyShop.comeIn(page)
  await expect(page.getByRole('heading', { name: '还没有会员' })).toBeVisible()
  await expect(page.getByRole('button', { name: '新建会员' }).last()).toBeVisible()
})

test('a server that stops is said so, counted down for, and found again @long', async ({
  page,
}) => {
  const server = await TestServer.start(MEMBERS)
  try {
    await server.comeIn(page)
    await expect(page.getByRole('row')).toHaveCount(51)
    await server.stop()

    const field = page.getByRole('search').getByRole('textbox').first()
    await field.fill('7781')
    await field.press('Enter')
    await expect(page.getByRole('alert')).toContainText('会员列表没有取到')
    await expect(page.getByText(/秒后自动重试/).first()).toBeVisible()
    await expect(page.getByText('NETWORK')).toBeVisible()
    await expect(field).toHaveValue('7781')

    await server.listen()
    await page.getByRole('button', { name: '重试', exact: true }).click()
    await expect(page.getByRole('link', { name: 'Echo 的周末' })).toBeVisible()
    await expect(page.getByText(/^在线/)).toBeVisible()
  } finally {
    await server.remove()
  }
})

test('rows that could not be renewed say how old they are @long', async ({ desk }) => {
  await desk.route(/\/trpc\//, (route) => route.abort())
  await desk.getByRole('button', { name: '刷新' }).click()
  await expect(desk.getByText(/没有更新成功，下面是 \d\d:\d\d:\d\d 的数据/)).toBeVisible()
  await expect(desk.locator('tbody tr')).toHaveCount(50)
  await desk.unroute(/\/trpc\//)
  await desk.getByRole('main').getByRole('button', { name: '重试', exact: true }).click()
  await expect(desk.getByText(/没有更新成功/)).toBeHidden()
})

for (const [what, answer, code] of [
  [
    'a gateway page',
    { status: 502, contentType: 'text/html', body: '<h1>Bad</h1>' },
    'UNAVAILABLE',
  ],
  ['another program', { status: 200, contentType: 'text/html', body: '<h1>Hi</h1>' }, 'BAD_ANSWER'],
  ['half an answer', { status: 200, contentType: 'application/json', body: '[{' }, 'BAD_ANSWER'],
] as const) {
  test(`${what} instead of the server is an error in words`, async ({ page, shop }) => {
    await page.route(/members\.list/, (route) => route.fulfill(answer))
    await shop.comeIn(page)
    await expect(page.getByRole('alert')).toContainText('会员列表没有取到')
    await expect(page.getByText(code, { exact: true })).toBeVisible()
  })
}

test('an address that leads nowhere says so @long', async ({ desk, shop }) => {
  await desk.goto(`${shop.address}/no/such/page`)
  await expect(desk.getByRole('heading', { name: '没有这个页面' })).toBeVisible()
  await desk.getByRole('button', { name: '到会员列表' }).click()
  await expect(desk.locator('tbody tr')).toHaveCount(50)
})

test('text of members is shown, never run', async ({ page }) => {
  const nickname = '<img src=x onerror=alert(1)>{{7*7}}'
  const server = await TestServer.start([
    { externalId: '<b>1</b>', mobile: '13800138000', nickname },
  ])
  try {
    await server.comeIn(page)
    await expect(page.getByRole('link', { name: nickname })).toBeVisible()
    await page.getByRole('link', { name: nickname }).click()
    await expect(page.getByText('<b>1</b>').first()).toBeVisible()
    expect(await page.locator('main img, main b').count()).toBe(0)
  } finally {
    await server.remove()
  }
})
