import { expect, test } from '@playwright/test'
import { LOOKS, openLook, takeCheckedPictures } from './support/pictures.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

/** Pictures of the pages of points for people to look at; axe looks at each of them too. */
let shop: TestServer
let lone: TestServer
test.beforeAll(async () => {
  test.setTimeout(180_000)
  shop = await TestServer.startSeeded({ members: 300, points: 40 })
  lone = await TestServer.start()
})
test.afterAll(async () => {
  await shop.remove()
  await lone.remove()
})

const rows = (page: Page) => page.locator('.data-table tbody tr')

for (const look of LOOKS) {
  test(`${look.language} ${look.theme}`, async ({ browser }) => {
    const page = await openLook(browser, look)
    await shop.comeIn(page, 'points')
    await expect(rows(page).first()).toBeVisible()
    await expect(page.locator('.entry-totals span').nth(1)).toBeVisible()
    await takeCheckedPictures(page, 'points-list', look)
    await page.locator('.entry-more__button').click()
    await takeCheckedPictures(page, 'points-more', look)
    await page.goto(`${shop.address}/points?business=orderUse&sign=taken`)
    await rows(page).first().click()
    await expect(page.locator('.peek-drawer .why-panel')).toBeVisible()
    await takeCheckedPictures(page, 'points-why', look)
    await page.locator('.peek-drawer .order-member__name').click()
    await page.locator('.member-detail__tabs [role=tab]').nth(1).click()
    await expect(page.locator('.account-figures')).toBeVisible()
    await takeCheckedPictures(page, 'points-member', look)
    await page.locator('.member-entries .why-pop').first().click()
    await expect(page.locator('.pop-panel .why-panel')).toBeVisible()
    await takeCheckedPictures(page, 'points-member-why', look)
    const other = await openLook(browser, look)
    await lone.comeIn(other, 'points')
    await expect(other.locator('.empty-state')).toBeVisible()
    await takeCheckedPictures(other, 'points-empty', look)
  })
}
