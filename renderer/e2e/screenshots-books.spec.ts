import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { damageBooks, proveBooks } from './support/books.ts'
import { expect, test } from './support/fixtures.ts'
import { MEMBERS } from './support/members.ts'
import { TestServer } from './support/server.ts'
import type { Browser, Page } from '@playwright/test'

/** Pictures of the proof of the books for people to look at: never run, clean, off. Nothing compares pixels. */
const FOLDER = join(import.meta.dirname, '../../test-results/screenshots')
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
] as const
const LOOKS = (['zh', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
)

async function shoot(
  browser: Browser,
  { server, name, mark }: { server: TestServer; name: string; mark: string },
): Promise<void> {
  for (const { language, theme } of LOOKS) {
    const context = await browser.newContext({ viewport: SIZES[0], reducedMotion: 'reduce' })
    await context.addInitScript(
      (preferences) => {
        localStorage.setItem('member-desk.preferences', preferences)
      },
      JSON.stringify({ language, theme, density: 'default' }),
    )
    const page: Page = await context.newPage()
    await server.comeIn(page, 'points/proof')
    await expect(page.locator(mark).first()).toBeVisible()
    await expect(page.locator('.books-badge')).toBeVisible()
    await page.evaluate(() => document.fonts.ready)
    for (const size of SIZES) {
      await page.setViewportSize(size)
      const file = `books-${name}-${language}-${theme}-${size.width}.png`
      await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
    }
    await context.close()
  }
}

test('books: never proved, clean, off', async ({ browser, playwright }) => {
  test.setTimeout(180_000)
  await mkdir(FOLDER, { recursive: true })
  const server = await TestServer.start(MEMBERS)
  const request = await playwright.request.newContext()
  try {
    await server.signIn(request)
    await shoot(browser, { server, name: 'never', mark: '.empty-state' })
    await proveBooks(server, request)
    await shoot(browser, { server, name: 'clean', mark: '.proof-summary' })
    await damageBooks(server)
    await proveBooks(server, request)
    await shoot(browser, { server, name: 'off', mark: '.proof-summary.is-off' })
  } finally {
    await request.dispose()
    await server.remove()
  }
})
