import { expect, test } from './support/fixtures.ts'
import { KNOWN, MEMBERS } from './support/members.ts'
import { LOOKS, openLook, takePictures, type Look } from './support/pictures.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

/** Pictures of points by hand for people to look at: the dialog, a freeze, a batch. Nothing compares pixels. */
const WORDS = {
  zh: {
    adjust: '调整积分',
    change: '变动积分',
    note: '说明',
    text: '3 月 14 日小票，实付 2,600 元。',
  },
  en: { adjust: 'Adjust points', change: 'Change', note: 'Note', text: 'Receipt of 14 March.' },
} as const

/** Opens the dialog of one member, fills it in, takes its picture. @returns its button that sends it */
async function adjust(page: Page, name: string, look: Look) {
  const words = WORDS[look.language]
  await page.getByRole('button', { name: words.adjust }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.change, { exact: true }).fill('3,900')
  await dialog.getByLabel(words.note, { exact: true }).fill(words.text)
  await takePictures(page, `points-${name}`, look)
  return dialog.locator('.form-dialog__footer button').last()
}

test('points by hand: adjust, holds and freezes, batches', async ({ browser }) => {
  test.setTimeout(170_000)
  const server = await TestServer.start(MEMBERS)
  try {
    for (const look of LOOKS) {
      const page = await openLook(browser, look)
      await server.comeIn(page, 'members')
      await page.getByText(KNOWN.kitchen.nickname).first().click()
      await expect(page.locator('.member-detail__parts')).toBeVisible()
      await (await adjust(page, 'adjust', look)).click()
      await expect(page.locator('.el-message')).toBeVisible()
      const freeze = look.language === 'zh' ? '冻结' : 'Freeze'
      await page.getByRole('button', { name: freeze, exact: true }).click()
      await takePictures(page, 'points-freeze', look)
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(WORDS[look.language].note, { exact: true }).fill('Order 20260318')
      await dialog.locator('.form-dialog__footer button').last().click()
      await expect(dialog).toBeHidden()
      await page.goto(new URL('/points/set-aside', page.url()).href)
      await expect(page.getByText('Order 20260318').first()).toBeVisible()
      await takePictures(page, 'points-set-aside', look)
      await page.goto(new URL('/members', page.url()).href)
      await page.getByRole('row').getByRole('checkbox').nth(1).check()
      await page.getByRole('row').getByRole('checkbox').nth(2).check()
      await (await adjust(page, 'batch', look)).click()
      await expect(page.getByRole('dialog')).toBeHidden()
      await page.goto(new URL('/points/batches', page.url()).href)
      await page.locator('.point-batches__name').first().click()
      await expect(page.locator('.batch-facts')).toBeVisible()
      await takePictures(page, 'points-batches', look)
      await page.context().close()
    }
  } finally {
    await server.remove()
  }
})
