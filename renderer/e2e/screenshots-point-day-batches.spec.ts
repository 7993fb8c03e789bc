import { dayAhead, giveEndingPoints } from './support/expiry.ts'
import { expect, test } from './support/fixtures.ts'
import { MEMBERS } from './support/members.ts'
import { LOOKS, openLook, takeCheckedPictures } from './support/pictures.ts'
import { TestServer } from './support/server.ts'

const WORDS = {
  zh: { run: '立即处理', extend: '延期…', reinstate: '补回…', note: '说明', done: '已完成' },
  en: { run: 'Run now', extend: 'Extend…', reinstate: 'Reinstate…', note: 'Note', done: 'Done' },
} as const

/** Pictures of extending and reinstating for people to look at. Nothing compares pixels. */
test('points that are extended and reinstated', async ({ browser }) => {
  test.setTimeout(180_000)
  const server = await TestServer.start(MEMBERS)
  try {
    await giveEndingPoints(server, [
      ...LOOKS.map((_, i) => ({ days: 10 + i, members: 4 })),
      { days: -1, members: 3 },
    ])
    for (const [i, look] of LOOKS.entries()) {
      const words = WORDS[look.language]
      const page = await openLook(browser, look)
      await server.comeIn(page, `points/expiry?day=${dayAhead(-1)}`)
      await page.getByRole('button', { name: words.run }).click()
      const dialog = page.getByRole('dialog')
      const members = page.locator('.day-members')
      await expect(members.locator('li')).toHaveCount(3, { timeout: 20_000 })
      await members.getByRole('button', { name: words.reinstate }).click()
      await expect(dialog.locator('.day-batch-cost')).toBeVisible()
      await dialog.getByLabel(words.note, { exact: true }).fill('20260318')
      await takeCheckedPictures(page, 'points-reinstate', look)
      await server.comeIn(page, `points/expiry?day=${dayAhead(10 + i)}`)
      await expect(members.locator('li')).toHaveCount(4)
      await takeCheckedPictures(page, 'points-expiry-day', look)
      await members.getByRole('button', { name: words.extend }).click()
      await expect(dialog.locator('.day-batch-cost')).toBeVisible()
      await dialog.getByLabel(words.note, { exact: true }).fill('20260318')
      await takeCheckedPictures(page, 'points-extend', look)
      await dialog.locator('.form-dialog__footer button').last().click()
      await expect(dialog).toBeHidden()
      await page.goto(new URL('/points/batches', page.url()).href)
      await page.locator('.point-batches__name').first().click()
      const panel = page.getByRole('complementary').filter({ has: page.locator('.batch-facts') })
      await expect(panel).toContainText(words.done, { timeout: 20_000 })
      await expect(panel.locator('.right-button.is-refused')).toBeVisible()
      await takeCheckedPictures(page, 'points-extend-batch', look)
      await page.context().close()
    }
  } finally {
    await server.remove()
  }
})
