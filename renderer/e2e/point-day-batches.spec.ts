import { expectAccessible } from './support/axe.ts'
import { dayAhead, giveEndingPoints } from './support/expiry.ts'
import { expect, test } from './support/fixtures.ts'
import { MEMBERS } from './support/members.ts'
import { TestServer } from './support/server.ts'

test('points that end are extended from the calendar, at the cost that is shown first', async ({
  page,
}) => {
  const server = await TestServer.start(MEMBERS)
  try {
    await giveEndingPoints(server, [{ days: 10, members: 3 }])
    const [day, until] = [dayAhead(10), dayAhead(100)]
    await server.comeIn(page, `points/expiry?day=${day}`)
    const members = page.locator('.day-members')
    await members.getByRole('button', { name: '延期…' }).click()
    const dialog = page.getByRole('dialog', { name: '延期' })
    await expect(dialog.getByLabel('到期日从')).toHaveValue(day)
    await expect(dialog.getByLabel('到期日到')).toHaveValue(day)
    await expect(dialog.locator('.cost-figures')).toContainText('600')
    await expect(dialog.locator('.cost-figures')).toContainText('3')

    const last = dialog.getByLabel('新的最后一天')
    await last.fill(until)
    await last.press('Enter')
    const send = dialog.getByRole('button', { name: '延长 3 位的 600 分' })
    await expect(send).toBeEnabled()
    await dialog.getByLabel('说明').fill('系统故障补偿')
    await expectAccessible(page)
    await send.click()
    await page.getByRole('link', { name: '积分批次' }).click()

    const panel = page.getByRole('complementary', { name: '积分批次' })
    await expect(panel).toContainText('已完成', { timeout: 20_000 })
    await expect(panel).toContainText(until)
    await expect(panel).toContainText('3，已处理 3')
    await expect(page.locator('.point-batches__name').first()).toHaveText(
      `延期 ${day} → ${until} · 系统故障补偿`,
    )
    await expect(panel.getByRole('button', { name: '撤销整批' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await server.comeIn(page, `points/expiry?day=${until}`)
    await expect(members.locator('li')).toHaveCount(3)
  } finally {
    await server.remove()
  }
})
