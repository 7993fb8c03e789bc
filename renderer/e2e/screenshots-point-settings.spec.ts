import { expect, test } from './support/fixtures.ts'
import { LOOKS, openLook, takeCheckedPictures } from './support/pictures.ts'

/** Pictures of the rules of points for people to look at; axe looks at them too. */
for (const look of LOOKS) {
  test(`rules of points, ${look.language} ${look.theme}`, async ({ browser, emptyShop: shop }) => {
    const page = await openLook(browser, look)
    await shop.comeIn(page, 'points/settings')
    await expect(page.locator('.point-settings')).toBeVisible()
    await takeCheckedPictures(page, 'point-settings', look)
    await page.locator('.point-settings input.el-input__inner').first().fill('1.23456')
    await page.locator('.point-settings .right-button').click()
    await expect(page.locator('.form-field.is-wrong')).toHaveCount(1)
    await takeCheckedPictures(page, 'point-settings-wrong', look)
    await page.context().close()
  })
}
