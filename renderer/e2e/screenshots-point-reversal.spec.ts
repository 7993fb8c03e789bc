import { expect, test } from '@playwright/test'
import { KNOWN, MEMBERS } from './support/members.ts'
import { LOOKS, openLook, takeCheckedPictures } from './support/pictures.ts'
import { giveAndTake } from './support/points.ts'
import { TestServer } from './support/server.ts'

/** Pictures of an entry that is about to be taken back, for people to look at; axe looks at each too. */
test('an entry that is taken back', async ({ browser, playwright }) => {
  const server = await TestServer.start(MEMBERS)
  try {
    const request = await playwright.request.newContext()
    await giveAndTake(server, request, KNOWN.echo.mobile)
    await request.dispose()
    for (const look of LOOKS) {
      const page = await openLook(browser, look)
      await server.comeIn(page, `points?keyword=${KNOWN.echo.mobile}&sign=added`)
      await page.locator('.data-table tbody tr').first().click()
      await page.locator('.peek-drawer__footer button').click()
      await expect(page.locator('.reversal-effect__lots')).toBeVisible()
      await takeCheckedPictures(page, 'points-reversal', look)
      await page.context().close()
    }
  } finally {
    await server.remove()
  }
})
