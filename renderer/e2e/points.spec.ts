import { expect, test } from '@playwright/test'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await TestServer.startSeeded({ members: 60, points: 8 })
})
test.afterAll(() => server.remove())

const rows = (page: Page) => page.locator('.data-table tbody tr')
const number = (text: string | null): number =>
  Number((text ?? '').replaceAll(/[^\d−-]/g, '').replace('−', '-'))

test('the records are filtered and added up, and an entry says why', async ({ page }) => {
  await server.comeIn(page, 'points?sign=taken&business=orderUse')
  await expect(rows(page).first()).toBeVisible()
  await expect(rows(page).first()).toContainText('订单抵扣')
  await expect(page.locator('.filter-chip')).toHaveCount(2)
  const totals = page.locator('.entry-totals')
  await expect(totals).toContainText('增加 0')
  const taken = number(await totals.getByText('减少').textContent())
  expect(taken).toBeGreaterThan(0)
  await rows(page).first().click()
  const why = page.locator('.peek-drawer .why-panel')
  await expect(why).toContainText(/订单 S\d+-\d+ 付款时用了 [\d,]+ 分/)
  await expect(why).toContainText(/用了 \d+ 笔：\d{4}-\d{2}-\d{2} 消费得积分/)
  await expect(why).toContainText(/余额 [\d,]+ − [\d,]+ = [\d,]+/)
  await expect(page).toHaveURL(/entry=[0-9a-f-]{36}/)
  await page.reload()
  await expect(why).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(why).toHaveCount(0)
})

test('filters fit one line, and those behind “more” are asked together', async ({ page }) => {
  await server.comeIn(page, 'points')
  await expect(rows(page).first()).toBeVisible()
  const bar = await page.getByRole('search').boundingBox()
  const lineHeight = 32
  expect(bar?.height).toBeLessThan(2 * lineHeight)
  const orderNo = (await rows(page).first().locator('bdi').last().textContent()) ?? ''
  await page.getByRole('button', { name: '更多', exact: true }).click()
  const more = page.getByRole('dialog', { name: '更多条件' })
  await more.locator('.el-select').first().click()
  await page.getByRole('option', { name: '获得' }).click()
  await more.getByLabel('业务单号').fill(orderNo)
  await more.getByLabel('业务单号').press('Enter')
  await expect(more).toHaveCount(0)
  await expect(page).toHaveURL(
    new RegExp(`kind=earn.*businessId=${orderNo}|businessId=${orderNo}.*kind=earn`),
  )
  await expect(page.locator('.filter-chip')).toHaveCount(2)
})

test('the whole reason is copied as text', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await server.comeIn(page, 'points?kind=earn')
  await rows(page).first().click()
  await page.getByRole('button', { name: '复制全文' }).click()
  await expect(page.getByText('已复制')).toBeVisible()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  expect(text.split('\n')[0]).toMatch(/^为什么是 \+[\d,]+？$/)
  expect(text).toContain('每元 1 分')
})

test('a member’s points show where they stand, and each lot and entry says why', async ({
  page,
}) => {
  await server.comeIn(page, 'points?kind=earn')
  await rows(page).first().locator('.order-member__name').click()
  await page.locator('.member-detail__tabs').getByRole('tab', { name: '积分' }).click()
  await expect(page).toHaveURL(/tab=points/)
  const points = page.getByRole('region', { name: '会员的积分' })
  const available = number(await points.locator('.account-figures__available').textContent())
  expect(available).toBeGreaterThan(0)
  await points.locator('.account-figures .why-pop').click()
  const pop = page.locator('.pop-panel')
  await expect(pop).toContainText(`可用 ${available.toLocaleString('en-US')} = 入账`)
  await page.keyboard.press('Escape')
  await points.locator('.account-lots .why-pop').first().click()
  await expect(pop).toContainText(/消费得积分 S\d+-\d+ 得 [\d,]+ 分，有效期至/)
  await page.keyboard.press('Escape')
  await points.locator('tbody .why-pop').first().click()
  await expect(pop).toContainText(/余额/)
})
