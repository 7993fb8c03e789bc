import { expect, test } from './support/fixtures.ts'

const ground = () => getComputedStyle(document.body).backgroundColor

test('the language changes every word at once and is kept @long', async ({ desk }) => {
  await desk.getByRole('link', { name: '设置' }).click()
  await desk.getByText('English', { exact: true }).click()
  await expect(desk.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await expect(desk.locator('html')).toHaveAttribute('lang', 'en')
  await expect(desk).toHaveTitle('Settings · Member Desk')
  await desk.getByRole('link', { name: 'All members' }).click()
  await expect(desk.getByText('128 members')).toBeVisible()
  await expect(desk.getByRole('navigation', { name: 'Pages' }).getByText('50 / page')).toBeVisible()
  await desk.reload()
  await expect(desk.getByRole('heading', { name: 'All members' })).toBeVisible()
  expect(await desk.locator('body').innerText()).not.toMatch(/状态|注册|查询|条\/页/)
})

test.describe('with an English system', () => {
  test.use({ locale: 'en-GB' })
  test('the page begins in English', async ({ page, shop }) => {
    await shop.comeIn(page)
    await expect(page.getByRole('heading', { name: 'All members' })).toBeVisible()
  })
})

test('the theme is chosen, kept, and follows the system when asked to', async ({ desk }) => {
  const light = await desk.evaluate(ground)
  await desk.getByRole('link', { name: '设置' }).click()
  await desk.getByText('深色').click()
  await expect.poll(() => desk.evaluate(ground)).not.toBe(light)
  const dark = await desk.evaluate(ground)
  await desk.reload()
  await expect.poll(() => desk.evaluate(ground)).toBe(dark)
  await desk.getByText('跟随系统').click()
  await expect.poll(() => desk.evaluate(ground)).toBe(light)
  await desk.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(() => desk.evaluate(ground)).toBe(dark)
})

test('the sidebar is narrowed and stays so @long', async ({ desk }) => {
  await desk.getByRole('button', { name: '收起侧栏' }).click()
  const bar = desk.getByRole('navigation', { name: '主导航' })
  await expect.poll(async () => (await desk.locator('.side-bar').boundingBox())?.width).toBe(56)
  await desk.reload()
  await expect.poll(async () => (await desk.locator('.side-bar').boundingBox())?.width).toBe(56)
  await bar.getByRole('link', { name: '设置' }).click()
  await expect(desk.getByRole('heading', { name: '设置' })).toBeVisible()
})

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
  [720, 450],
] as const) {
  test(`nothing is cut off at ${width} × ${height} @long`, async ({ desk }) => {
    await desk.setViewportSize({ width, height })
    const overflow = await desk.evaluate(() => ({
      page: document.documentElement.scrollWidth - window.innerWidth,
      sheet: (() => {
        const sheet = document.querySelector('main')
        return sheet ? sheet.scrollWidth - sheet.clientWidth : -1
      })(),
    }))
    expect(overflow).toEqual({ page: 0, sheet: 0 })
    const placeholder = await desk
      .getByRole('search')
      .getByRole('textbox')
      .first()
      .evaluate((each) => each.scrollWidth - each.clientWidth)
    expect(placeholder).toBeLessThanOrEqual(0)
    if (width >= 1280) {
      const table = desk.locator('.data-table__scroll')
      expect(await table.evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0)
    }
    await expect(desk.getByRole('button', { name: '重置' })).toBeInViewport()
  })
}
