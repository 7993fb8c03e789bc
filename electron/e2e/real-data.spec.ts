import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { PROJECT } from './support/paths.ts'
import { expect, test } from './support/fixtures.ts'

/** The CDNOW histories lie beside the checkout where they may be used, and are never part of it. */
const DATA = join(PROJECT, '../shared/data')
const MEMBERS = join(DATA, 'cdnow-members.csv')
const ORDERS = join(DATA, 'cdnow-orders.csv')
const PICTURES = join(PROJECT, 'test-results', 'screenshots')
const WORK_MS = 120_000

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(PICTURES, `import-${name}.png`) })
/** A line of the control totals: file, imported, unchanged, left out. */
const totals = (page: Page, name: string) =>
  page.getByRole('table', { name: '控制合计' }).getByRole('row', { name })

async function choose(page: Page, file: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(page.locator('[aria-current=step]')).toContainText('对应列')
}

async function check(page: Page, action: string): Promise<void> {
  await button(page, '检查，不写入').click()
  await expect(button(page, action)).toBeVisible({ timeout: WORK_MS })
}

async function importAll(page: Page, rows: string): Promise<void> {
  await check(page, `导入 ${rows} 行`)
  await button(page, `导入 ${rows} 行`).click()
  const done = page.getByRole('heading', { name: `已导入 ${rows} 行` })
  await expect(done).toBeVisible({ timeout: WORK_MS })
}

test.beforeAll(() => mkdir(PICTURES, { recursive: true }))

test('a new user brings in real members and their orders, and once more changes nothing @long', async ({
  desk,
}) => {
  test.skip(!existsSync(MEMBERS) || !existsSync(ORDERS), 'the real data is not here')
  test.setTimeout(5 * WORK_MS)
  const { page } = await desk.comeIn()
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '导入' }).click()
  await button(page, '新导入').first().click()
  await choose(page, MEMBERS)
  await picture(page, 'members-columns')
  await importAll(page, '23,570')
  await picture(page, 'members-result')

  await button(page, '接着导入订单').click()
  await choose(page, ORDERS)
  await picture(page, 'orders-columns')
  await importAll(page, '69,659')
  await expect(totals(page, '行数')).toContainText('69,659')
  await expect(totals(page, '金额')).toContainText('¥2,500,315.63')
  await picture(page, 'orders-result')

  await button(page, '查看订单').click()
  await expect(page.locator('tbody tr').first()).toBeVisible()
  await picture(page, 'orders')

  await page.getByRole('tab', { name: '会员列表' }).click()
  await page.getByRole('button', { name: '累计消费' }).click()
  // The best customer of the published data: number 07592, whose mobile ends alike.
  const best = page.locator('tbody tr').first()
  await expect(best).toContainText('¥13,990.93')
  await expect(best).toContainText('199****7592')
  await expect(best).toContainText('201')
  await picture(page, 'members-by-spend')

  for (const [kind, file] of [
    ['会员', MEMBERS],
    ['订单', ORDERS],
  ] as const) {
    await page.getByRole('tab', { name: '导入', exact: true }).click()
    await button(page, '新导入').first().click()
    await page.locator('.kind-choice label').filter({ hasText: kind }).click()
    await choose(page, file)
    await check(page, '没有新的内容要导入')
    await expect(button(page, '没有新的内容要导入')).toBeDisabled()
  }
  await picture(page, 'once-more')
})
