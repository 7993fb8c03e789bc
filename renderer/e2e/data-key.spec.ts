import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { makeStaff } from './support/records.ts'

test('a server shows its key, gives a copy of it, and says by which command it is changed @long', async ({
  page,
  emptyShop: shop,
}) => {
  await shop.comeIn(page, 'settings')
  const section = page.locator('#data-key')
  await expect(section.getByText('还没有确认保存过')).toBeVisible()
  await expect(section.getByText('npm run cli -- rotate-key')).toBeVisible()
  await expect(section.getByRole('button', { name: '更换密钥' })).toBeHidden()
  await expectAccessible(page)
  for (const theme of ['light', 'dark'] as const) {
    await page
      .getByRole('radio', { name: theme === 'dark' ? '深色' : '浅色' })
      .click({ force: true })
    await section.scrollIntoViewIfNeeded()
    await page.screenshot({ path: `test-results/screenshots/data-key-${theme}.png` })
  }

  await section.getByRole('button', { name: '导出密钥' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('口令', { exact: true }).fill('too short')
  await dialog.getByLabel('再输一遍口令').fill('too short')
  await dialog.getByRole('button', { name: '导出密钥' }).click()
  await expect(dialog.getByText(/至少 12 个/)).toBeVisible()
  await page.screenshot({ path: 'test-results/screenshots/data-key-export.png' })
  await dialog.getByLabel('口令', { exact: true }).fill('a long passphrase 44')
  await dialog.getByLabel('再输一遍口令').fill('a long passphrase 44')
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: '导出密钥' }).click()
  expect((await download).suggestedFilename()).toMatch(/^member-desk-[0-9a-f]{12}\.key\.json$/)
  // The file may have gone nowhere: it counts once somebody says where it is.
  const keep = page.getByRole('dialog', { name: '文件保存好了吗' })
  const again = page.waitForEvent('download')
  await keep.getByRole('button', { name: '再保存一次' }).click()
  await again
  await expect(section.getByText('还没有确认保存过')).toBeVisible()
  await expectAccessible(page)
  await keep.getByRole('button', { name: '已放到安全的地方' }).click()
  await expect(section.getByText('还没有确认保存过')).toBeHidden()

  await page.goto(`${shop.address}/audit?action=keys.export`)
  await expect(page.locator('tbody tr.is-openable')).toHaveCount(1)
})

test('who may not manage the key sees nothing of it', async ({ page, emptyShop: shop }) => {
  const { request } = page.context()
  await shop.signIn(request)
  const who = await makeStaff(shop, request, {
    username: `reader${Date.now()}`,
    displayName: '赵蕾',
    role: 'operator',
  })
  await shop.comeIn(page, 'settings', who)
  await expect(page.locator('#about .setting-row').first()).toBeVisible()
  await expect(page.locator('#data-key')).toHaveCount(0)
})
