import { expect, test } from '@playwright/test'
import { MEMBERS } from './support/members.ts'
import { writeOpenEvents } from './support/order-events.ts'
import { LOOKS, openLook, takeCheckedPictures } from './support/pictures.ts'
import { TestServer } from './support/server.ts'

/** Pictures of order events to check for people to look at; axe looks at each too. */
test('order events to check', async ({ browser }) => {
  const server = await TestServer.start(MEMBERS)
  try {
    for (const look of LOOKS) {
      const page = await openLook(browser, look)
      await server.comeIn(page, 'points/events')
      await expect(page.locator('.empty-state')).toBeVisible()
      await takeCheckedPictures(page, 'order-events-empty', look)
      await page.context().close()
    }
    await writeOpenEvents(server)
    for (const look of LOOKS) {
      const page = await openLook(browser, look)
      await server.comeIn(page, 'points/events')
      await expect(page.locator('.event-problem').first()).toBeVisible()
      await takeCheckedPictures(page, 'order-events', look)
      await page.locator('.data-table tbody tr').first().click()
      await expect(page.locator('.event-json').first()).toBeVisible()
      await takeCheckedPictures(page, 'order-events-one', look)
      await page.context().close()
    }
  } finally {
    await server.remove()
  }
})
