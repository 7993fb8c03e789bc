import { expect, test } from './support/fixtures.ts'
import { KNOWN, MEMBERS } from './support/members.ts'
import { giveAndTake } from './support/points.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

/** One entry is taken back: what that does is seen before, and where it cannot be done the button says why. */
test.describe('an entry that is taken back', () => {
  let server: TestServer
  test.beforeAll(async () => {
    server = await TestServer.start(MEMBERS)
  })
  test.afterAll(() => server.remove())

  const entry = (page: Page, text: RegExp | string) =>
    page.locator('.data-table tbody tr').filter({ hasText: text }).first()

  test('what is spent is owed, part for part, and the whole is taken back once', async ({
    page,
  }) => {
    await giveAndTake(server, page.context().request, KNOWN.kitchen.mobile)
    await server.comeIn(page, `points?keyword=${KNOWN.kitchen.mobile}`)
    await entry(page, '+1,000').click()
    const panel = page.getByRole('complementary', { name: '积分明细' })
    const button = panel.getByRole('button', { name: '冲回', exact: true })
    await button.click()
    const dialog = page.getByRole('dialog', { name: '冲回这笔积分' })
    await expect(dialog.getByRole('row', { name: '可用 200 −200 0' })).toBeVisible()
    await expect(dialog.getByRole('row', { name: '欠分 0 +800 800' })).toBeVisible()
    await expect(dialog.getByRole('list', { name: '涉及的批次' })).toContainText(/−200至 \d{4}/)
    await dialog.getByText('一部分').click()
    await dialog.getByLabel('积分', { exact: true }).fill('1001')
    await expect(dialog.getByText('最多还能冲回 1,000 分')).toBeVisible()
    await dialog.getByLabel('积分', { exact: true }).fill('150')
    await expect(dialog.getByRole('row', { name: '可用 200 −150 50' })).toBeVisible()
    await dialog.getByRole('button', { name: '冲回 150 分' }).click()
    await expect(dialog).toBeVisible()
    await dialog.getByLabel('说明').fill('重复录入')
    await dialog.getByRole('button', { name: '冲回 150 分' }).click()
    await expect(page.getByText('已冲回，现在可用 50')).toBeVisible()

    await expect(dialog).toHaveCount(0)
    await button.click()
    await expect(dialog.getByText('全部 850')).toBeVisible()
    await dialog.getByLabel('说明').fill('重复录入')
    await dialog.getByRole('button', { name: '冲回 850 分' }).click()
    await expect(page.getByText('已冲回，现在可用 0')).toBeVisible()
    await expect(dialog).toHaveCount(0)
    await expect(button).toHaveAttribute('aria-description', '已经全部冲回。')
    await button.press('Enter')
    await expect(dialog).toHaveCount(0)
    await entry(page, '冲回').click()
    await expect(button).toHaveAttribute('aria-description', '这笔本身就是冲回。')
  })
})
