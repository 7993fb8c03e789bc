import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { dayAhead, giveEndingPoints } from './support/expiry.ts'
import { expect, test } from './support/fixtures.ts'
import { MEMBERS } from './support/members.ts'
import { TestServer } from './support/server.ts'

/** Pictures of the expiry calendar for people to look at. Nothing compares pixels. */
const FOLDER = join(import.meta.dirname, '../../test-results/screenshots')
const WIDTHS = [1440, 1280, 1024] as const

test('expiry calendar', async ({ browser }) => {
  test.setTimeout(180_000)
  await mkdir(FOLDER, { recursive: true })
  const server = await TestServer.start(MEMBERS)
  try {
    const given = [0, 1, 3, 4, 9, 12].map((days, i) => ({ days, members: (i % 4) + 1 }))
    await giveEndingPoints(server, [...given, { days: 40, members: 9 }])
    for (const language of ['zh', 'en']) {
      for (const theme of ['light', 'dark']) {
        const context = await browser.newContext({ reducedMotion: 'reduce' })
        const preferences = JSON.stringify({ language, theme, density: 'default' })
        await context.addInitScript(
          (kept) => localStorage.setItem('member-desk.preferences', kept),
          preferences,
        )
        const page = await context.newPage()
        await server.comeIn(page, `points/expiry?day=${dayAhead(3)}`)
        await expect(page.locator('.day-members li').first()).toBeVisible()
        await page.evaluate(() => document.fonts.ready)
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          const file = `point-expiry-${language}-${theme}-${width}.png`
          await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
        }
        await context.close()
      }
    }
  } finally {
    await server.remove()
  }
})
