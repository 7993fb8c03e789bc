import { expectAccessible } from './support/axe.ts'
import { dayAhead, giveEndingPoints } from './support/expiry.ts'
import { expect, test as base } from './support/fixtures.ts'
import { MEMBERS } from './support/members.ts'
import { TestServer } from './support/server.ts'

const test = base.extend<{ expiring: TestServer }>({
  // The empty pattern is how Playwright reads that a fixture needs no other.
  expiring: async ({}, use) => {
    const server = await TestServer.start(MEMBERS)
    await use(server)
    await server.remove()
  },
})

test('the calendar says whose points end when, and takes off what is over', async ({
  page,
  expiring,
}) => {
  await giveEndingPoints(expiring, [
    { days: 10, members: 3 },
    { days: -2, members: 2 },
  ])
  const day = dayAhead(10)
  await expiring.comeIn(page, `points/expiry?month=${day.slice(0, 7)}`)
  await page.getByRole('button', { name: '600 分 3 位会员' }).click()
  await expect(page.getByRole('heading', { name: `${day} 到期` })).toBeVisible()
  const members = page.locator('.day-members li')
  await expect(members).toHaveCount(3)
  await expect(members.last()).toContainText('300')
  await expectAccessible(page)

  await page.getByRole('button', { name: '立即处理' }).click()
  await expect(page.getByText(/^上次过期处理：.*2 位会员 300 分$/)).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('没有积压。')).toBeVisible()
  await expect(members.first().getByRole('link')).toHaveAttribute('href', /\/members\//)
})
