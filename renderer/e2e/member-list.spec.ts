import { expect, test } from './support/fixtures.ts'
import { KNOWN } from './support/members.ts'
import type { Page } from '@playwright/test'

const rows = (page: Page) => page.locator('tbody tr')
const field = (page: Page) => page.getByRole('search').getByRole('textbox').first()

async function searchFor(page: Page, keyword: string): Promise<void> {
  await field(page).fill(keyword)
  await field(page).press('Enter')
}

test('lists members, newest first, personal data masked', async ({ desk, shop }) => {
  await expect(desk.getByText('共 128 位')).toBeVisible()
  const [first, second] = [rows(desk).nth(0), rows(desk).nth(1)]
  await expect(first).toContainText(KNOWN.long.nickname)
  await expect(first).toContainText('186****1172')
  await expect(second.getByRole('cell').nth(1)).toContainText('176****5511')
  await expect(second).toContainText(/\d{12}/)
  await expect(first).toContainText('正常')
  await expect(first).toContainText(/20\d\d-\d\d-\d\d \d\d:\d\d/)
  expect(await desk.content()).not.toContain(KNOWN.long.mobile)
  await expect(desk.getByText(`在线 · ${new URL(shop.address).host}`)).toBeVisible()
})

test('finds a member by what people know of him', async ({ desk }) => {
  const number = /\d{12}/.exec((await rows(desk).nth(3).textContent()) ?? '')?.[0] ?? ''
  for (const [what, keyword, found] of [
    ['the whole mobile', KNOWN.kitchen.mobile, KNOWN.kitchen.nickname],
    ['the external id', 'SHOP-8', KNOWN.echo.nickname],
    ['a mobile as people write it', '138 0013-6207', KNOWN.kitchen.nickname],
    ['the last four digits', '7781', KNOWN.echo.nickname],
    ['the beginning of the nickname', '夏夏', KNOWN.kitchen.nickname],
    ['the member number', number, number],
  ] as const) {
    await test.step(what, async () => {
      await searchFor(desk, keyword)
      await expect(rows(desk)).toHaveCount(1)
      await expect(rows(desk)).toContainText(found)
      await expect(desk.getByText('共 1 位')).toBeVisible()
    })
  }
})

test('a keyword travels in no request address', async ({ desk }) => {
  const addresses: string[] = []
  desk.on('request', (request) => addresses.push(decodeURIComponent(request.url())))
  await searchFor(desk, KNOWN.kitchen.mobile)
  await expect(rows(desk)).toHaveCount(1)
  expect(addresses.filter((url) => url.includes(KNOWN.kitchen.mobile))).toEqual([])
})

test('pages, page size and "go to" @long', async ({ desk }) => {
  await expect(desk.getByText('第 1–50 条')).toBeVisible()
  await expect(desk.getByText('共 3 页')).toBeVisible()
  await desk.getByRole('listitem', { name: /3/ }).click()
  await expect(rows(desk)).toHaveCount(28)
  await expect(desk).toHaveURL(/pageNo=3/)
  await desk.goBack()
  await expect(rows(desk)).toHaveCount(50)

  await desk.getByRole('navigation', { name: '翻页' }).getByText('50 条/页').click()
  await desk.getByRole('option', { name: '20 条/页' }).click()
  await expect(rows(desk)).toHaveCount(20)
  await expect(desk.getByText('共 7 页')).toBeVisible()

  const goTo = desk.getByRole('spinbutton')
  await goTo.fill('7')
  await goTo.press('Enter')
  await expect(rows(desk)).toHaveCount(8)
  await expect(desk.getByText('第 121–128 条')).toBeVisible()
})

test('a page past the end leads to the last one @long', async ({ desk, shop }) => {
  await desk.goto(`${shop.address}/members?pageNo=900`)
  await expect(rows(desk)).toHaveCount(28)
  await expect(desk).toHaveURL(/pageNo=3/)
})

test('nonsense in the address counts as absent @long', async ({ desk, shop }) => {
  await desk.goto(`${shop.address}/members?pageNo=-1&pageSize=37&sort=x&status=%27--&order=up`)
  await expect(rows(desk)).toHaveCount(50)
})

test('order by nickname and by date @long', async ({ desk }) => {
  const heading = desk.getByRole('columnheader', { name: '会员' })
  await expect(heading).toHaveAttribute('aria-sort', 'none')
  await heading.getByRole('button').click()
  await expect(heading).toHaveAttribute('aria-sort', 'ascending')
  await expect(rows(desk).first()).toContainText('176****5511')
  await desk.getByRole('columnheader', { name: '注册时间' }).getByRole('button').click()
  await expect(rows(desk).first()).toContainText(KNOWN.long.nickname)
  await expect(desk).toHaveURL(/\/members$/)
})

test('filters live in the address, survive a reload and can be dropped', async ({ desk }) => {
  await searchFor(desk, '林一诺')
  await expect(rows(desk)).toHaveCount(16)
  await desk.getByRole('search').getByText('全部状态').click()
  await desk.getByRole('option', { name: '正常' }).click()
  await expect(desk).toHaveURL(/status=active/)
  await desk.reload()
  await expect(rows(desk)).toHaveCount(16)
  await expect(field(desk)).toHaveValue('林一诺')
  await desk.getByRole('button', { name: '去掉条件：查找' }).click()
  await expect(rows(desk)).toHaveCount(50)
  await expect(desk).toHaveURL(/\/members\?status=active$/)
  await desk.getByRole('button', { name: '重置' }).click()
  await expect(desk).toHaveURL(/\/members$/)
})

test('no result names the way out and keeps the filters @long', async ({ desk }) => {
  await searchFor(desk, 'nobody-of-this-name')
  await expect(desk.getByText('没有符合条件的记录')).toBeVisible()
  await expect(field(desk)).toHaveValue('nobody-of-this-name')
  await desk.getByRole('main').getByRole('button', { name: '清空条件' }).last().click()
  await expect(rows(desk)).toHaveCount(50)
})

test('old rows stay while new ones load @long', async ({ desk }) => {
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  await desk.route(/members\.list/, async (route) => {
    await held
    await route.continue()
  })
  await searchFor(desk, '7781')
  await expect(desk.locator('.data-table')).toHaveAttribute('aria-busy', 'true')
  await expect(rows(desk)).toHaveCount(50)
  release()
  await expect(rows(desk)).toHaveCount(1)
})

test('row height is kept @long', async ({ desk }) => {
  const height = async () => (await rows(desk).first().boundingBox())?.height
  await expect.poll(height).toBe(40)
  await desk.getByRole('button', { name: '行高' }).click()
  await desk.getByRole('menuitemradio', { name: '紧凑' }).click()
  await expect.poll(height).toBe(32)
  await desk.reload()
  await expect.poll(height).toBe(32)
  await desk.getByRole('button', { name: '行高' }).click()
  await desk.getByRole('menuitemradio', { name: '宽松' }).click()
  await expect.poll(height).toBe(48)
})
