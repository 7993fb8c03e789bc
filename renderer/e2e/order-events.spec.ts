import { expect, test } from './support/fixtures.ts'
import { MEMBERS } from './support/members.ts'
import { writeOpenEvents } from './support/order-events.ts'
import { TestServer } from './support/server.ts'

test('order events to check say what is wrong, what came and what it was answered', async ({
  page,
}) => {
  const server = await TestServer.start(MEMBERS)
  try {
    await server.comeIn(page, 'points/events')
    await expect(page.getByRole('heading', { name: '一切正常' })).toBeVisible()
    await writeOpenEvents(server)
    await server.comeIn(page, 'points/events')
    const row = (orderNo: string) => page.locator('.data-table tbody tr', { hasText: orderNo })
    await expect(row('M2026-1001')).toContainText(/等待支付.*3 天/)
    await expect(row('M2026-1002')).toContainText('被拒绝')
    await expect(row('M2026-1003')).toContainText('退款要收回的积分少了 80')
    await page.getByRole('search').locator('.el-select').first().click()
    await page.getByRole('option', { name: '被拒绝' }).click()
    await expect(page.locator('.data-table tbody tr')).toHaveCount(1)
    await row('M2026-1002').click()
    const panel = page.getByRole('complementary', { name: '订单事件' })
    await expect(panel.getByRole('region', { name: '收到的内容' })).toContainText(
      '"refundNo": "R1"',
    )
    await expect(panel.getByRole('region', { name: '处理结果' })).toContainText('REFUND_TOO_LARGE')
    await page.reload()
    await expect(panel).toContainText('M2026-1002')
  } finally {
    await server.remove()
  }
})
