import { expect, test } from './support/fixtures.ts'
import { KNOWN, MEMBERS } from './support/members.ts'
import { TestServer } from './support/server.ts'
import type { Page } from '@playwright/test'

/** Points that staff change by hand: one member, a freeze, many members, and back again. */
test.describe('points by hand', () => {
  let server: TestServer
  test.beforeAll(async () => {
    server = await TestServer.start(MEMBERS)
  })
  test.afterAll(() => server.remove())

  async function openMember(page: Page): Promise<void> {
    await server.comeIn(page, 'members')
    await page.getByRole('row', { name: new RegExp(KNOWN.kitchen.nickname) }).click()
    await page.getByRole('button', { name: '打开会员页' }).click()
    await expect(
      page.getByRole('heading', { level: 1, name: KNOWN.kitchen.nickname }),
    ).toBeVisible()
  }

  test('a member gets points, has some frozen and let go again', async ({ page }) => {
    await openMember(page)
    await page.getByRole('button', { name: '调整积分' }).click()
    const dialog = page.getByRole('dialog', { name: '调整积分' })
    await dialog.getByLabel('变动积分').fill('3,900')
    await expect(dialog.getByText('3,900', { exact: true })).toBeVisible()
    await dialog.getByLabel('说明').fill('补录门店消费')
    await dialog.getByRole('button', { name: '确认增加 3,900 分' }).click()
    await expect(page.getByText('已增加 3,900 分，现在可用 3,900')).toBeVisible()

    await page.getByRole('button', { name: '冻结', exact: true }).click()
    const freeze = page.getByRole('dialog')
    await freeze.getByText('一部分').click()
    await freeze.getByLabel('积分', { exact: true }).fill('900')
    await freeze.getByLabel('说明').fill('疑似刷单')
    await freeze.getByRole('button', { name: '冻结', exact: true }).click()
    await expect(page.getByText('已冻结')).toBeVisible()

    await page.getByRole('button', { name: '调整积分' }).click()
    await dialog.getByText('扣减', { exact: true }).click()
    await dialog.getByLabel('变动积分').fill('3001')
    await expect(dialog.getByText('可用积分不够')).toBeVisible()
    await expect(dialog.getByRole('button', { name: '确认扣减 3,001 分' })).toBeDisabled()

    await server.comeIn(page, 'points/set-aside')
    const row = page.getByRole('row', { name: /疑似刷单/ })
    await expect(row).toContainText('900')
    await row.getByRole('button', { name: '解冻' }).click()
    const letGo = page.getByRole('dialog')
    await letGo.getByLabel('说明').fill('核实无误')
    await letGo.getByRole('button', { name: '解冻' }).click()
    await expect(page.getByText('没有预占或冻结的积分')).toBeVisible()
  })

  test('chosen members get points, and the batch is undone', async ({ page }) => {
    await server.comeIn(page, 'members')
    const boxes = page.getByRole('row').getByRole('checkbox')
    await boxes.nth(1).check()
    await boxes.nth(2).check()
    await page.getByRole('button', { name: '调整积分' }).click()
    const dialog = page.getByRole('dialog', { name: '批量调整积分' })
    await dialog.getByLabel('变动积分').fill('50')
    await expect(dialog.getByText('+100')).toBeVisible()
    await dialog.getByLabel('说明').fill('会员日补发')
    await dialog.getByRole('button', { name: '给 2 位各增加 50 分' }).click()
    await page.getByRole('link', { name: '批量调整' }).last().click()
    const panel = page.getByRole('complementary', { name: '积分批次' })
    await expect(panel.getByText('已完成')).toBeVisible()
    await panel.getByRole('button', { name: '撤销整批' }).click()
    const undo = page.getByRole('dialog', { name: '撤销整批' })
    await undo.getByRole('textbox').fill('发错了')
    await undo.getByRole('button', { name: '撤销 2 位' }).click()
    await expect(panel.getByText('已撤销')).toBeVisible()
  })
})
