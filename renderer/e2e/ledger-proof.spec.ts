import { z } from 'zod'
import { expectAccessible } from './support/axe.ts'
import { damageBooks, proveBooks } from './support/books.ts'
import { expect, test as base } from './support/fixtures.ts'
import { MEMBERS } from './support/members.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

/** A shop for each test: its books are proved and damaged. */
const test = base.extend<{ books: TestServer }>({
  // The empty pattern is how Playwright reads that a fixture needs no other.
  books: async ({}, use) => {
    const server = await TestServer.start(MEMBERS)
    await use(server)
    await server.remove()
  },
})

const badge = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^账本核对：/ })
const findings = (page: Page) => page.getByRole('table', { name: '不符之处' }).locator('tbody tr')

test('books that were never proved are proved by a button, and every page says so @long', async ({
  page,
  books,
}) => {
  await books.comeIn(page, 'members')
  await expect(badge(page)).toHaveText('尚未核对')
  await badge(page).click()
  await expect(page.getByRole('heading', { name: '还没有核对过' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('main').getByRole('button', { name: '现在核对' }).click()
  await expect(page.getByRole('heading', { name: /^账目一致/ })).toBeVisible()
  await expect(page.getByText('分录、批次、占用与余额逐项相等。')).toBeVisible()
  await expect(page.locator('.proof-summary dd').first()).toHaveText('128')
  await expect(badge(page)).toHaveText(/^账目一致/)
  await expectAccessible(page)
})

test('what is off is told in a sentence, with the way to the member @long', async ({
  page,
  books,
}) => {
  await books.signIn(page.context().request)
  await damageBooks(books)
  await proveBooks(books, page.context().request)
  await books.comeIn(page, 'members')
  await expect(badge(page)).toHaveText(/^4 处不符/)
  await badge(page).click()
  await expect(page.getByRole('heading', { name: /^4 处不符/ })).toBeVisible()
  await expect(findings(page)).toHaveCount(4)
  const texts = findings(page).locator('td:nth-child(2)')
  await expect(texts).toContainText([
    '累计订单数是 7，订单有 0 笔',
    '累计消费是 ¥1,234.50，订单合计是 ¥0.00',
    '账户的可用、占用、冻结减去欠分是 120，分录合计是 100',
    '批次还剩 120，按存取应剩 100',
  ])
  await expect(findings(page).last().getByRole('button')).toHaveText('…5599a4b4')
  await expectAccessible(page)
  const link = findings(page).first().getByRole('link')
  const number = await link.innerText()
  await link.click()
  await expect(page).toHaveURL(/\/members\/[\w-]{36}/)
  await expect(page.getByRole('main').getByText(number).first()).toBeVisible()
})

test('a proof under way shows how far it is and can be stopped @long', async ({ page, books }) => {
  const jobId = '019cff9f-5cc0-70c7-a64d-995a5599a4b3'
  const running = { jobId, done: 32, total: 128, mayCancel: true }
  const proofs = z.array(z.object({ result: z.object({ data: z.unknown() }) }))
  const isProof = (data: unknown) => z.object({ last: z.unknown() }).safeParse(data).success
  await page.route(/points\.proof/, async (route) => {
    const answer = await route.fetch()
    const parts = proofs.parse(await answer.json())
    const json = parts.map((part) =>
      isProof(part.result.data) ? { result: { data: { last: null, running } } } : part,
    )
    await route.fulfill({ response: answer, json })
  })
  await books.comeIn(page, 'points/proof')
  await expect(badge(page)).toHaveText('正在核对25%')
  const bar = page.getByRole('main').getByRole('progressbar', { name: '正在核对' })
  await expect(bar).toHaveAttribute('aria-valuenow', '25')
  await expect(page.getByText('32 / 128')).toBeVisible()
  const cancelling = page.waitForRequest(/jobs\.cancel/)
  await page.getByRole('button', { name: '取消核对' }).click()
  expect((await cancelling).postData()).toContain(jobId)
  await expect(page.getByRole('alert')).toBeVisible()
})

test('who may not see the books gets no badge, and a page that says whom to ask @long', async ({
  page,
  books,
}) => {
  const request = page.context().request
  await books.signIn(request)
  const cashier = await books.addColleague(request, 'zhou', ['cashier'])
  const operator = await books.addColleague(request, 'wang', ['operator'])
  await books.comeIn(page, 'members', cashier)
  await expect(page.getByRole('link', { name: '会员列表' }).first()).toBeVisible()
  await expect(badge(page)).toBeHidden()
  await page.goto(`${books.address}/points/proof`)
  await expect(page.getByRole('main').getByText(/财务/)).toBeVisible()
  await books.comeIn(page, 'points/proof', operator)
  const button = page.getByRole('main').getByRole('button', { name: '现在核对' })
  await expect(button).toHaveAttribute('aria-disabled', 'true')
})
