import { damageBooks, proveBooks } from './support/books.ts'
import { expect, test } from './support/fixtures.ts'
import { MEMBERS } from './support/members.ts'
import { LOOKS, openLook, takePictures } from './support/pictures.ts'
import { TestServer } from './support/server.ts'
import type { Browser } from '@playwright/test'

/** Pictures of the proof of the books for people to look at: never run, clean, off. Nothing compares pixels. */
async function shoot(
  browser: Browser,
  { server, name, mark }: { server: TestServer; name: string; mark: string },
): Promise<void> {
  for (const look of LOOKS) {
    const page = await openLook(browser, look)
    await server.comeIn(page, 'points/proof')
    await expect(page.locator(mark).first()).toBeVisible()
    await expect(page.locator('.books-badge')).toBeVisible()
    await takePictures(page, `books-${name}`, look)
    await page.context().close()
  }
}

test('books: never proved, clean, off', async ({ browser, playwright }) => {
  test.setTimeout(180_000)
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
