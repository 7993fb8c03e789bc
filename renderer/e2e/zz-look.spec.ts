import { expect, test } from './support/fixtures.ts'
const out = 'test-results/look'
test('look', async ({ desk, shop }) => {
  const request = desk.context().request
  for (const [name, query, sharing] of [
    ['停用会员', { status: 'disabled' }, 'own'],
    ['正常会员', { status: 'active' }, 'all'],
    ['林家', { keyword: '林一诺' }, 'own'],
    ['豆豆妈按昵称', { keyword: '豆豆', sort: 'nickname', order: 'asc' }, 'own'],
  ] as const)
    await shop.call(request, 'views.create', {
      list: 'members',
      name,
      query,
      sharing,
      roleId: null,
    })
  await desk.reload()
  await expect(desk.locator('tbody tr')).toHaveCount(50)
  await desk.getByRole('button', { name: /林家/ }).click()
  await expect(desk.locator('tbody tr')).toHaveCount(16)
  await desk.waitForLoadState('networkidle')
  await desk.screenshot({ path: `${out}/1.png` })
  await desk.getByRole('button', { name: '列设置' }).click()
  await desk.getByRole('dialog').getByText('外部编号').hover()
  await desk.screenshot({ path: `${out}/2.png` })
  await desk.keyboard.press('Escape')
  await desk.getByRole('columnheader', { name: '会员' }).getByRole('button').click()
  await desk.getByRole('button', { name: '视图操作：林家' }).click()
  await desk.screenshot({ path: `${out}/3.png` })
  await desk.keyboard.press('Escape')
  await desk.getByRole('button', { name: '存为新视图' }).click()
  await desk.getByRole('dialog').getByText('某个角色').click()
  await desk.screenshot({ path: `${out}/4.png` })
  await desk.keyboard.press('Escape')
  await desk.locator('tbody tr').nth(2).hover()
  await desk.locator('tbody tr').nth(2).getByRole('button', { name: '查看手机号' }).click()
  await desk.getByText('核对身份').click()
  await desk.screenshot({ path: `${out}/5.png` })
  await desk.getByRole('dialog').getByRole('button', { name: '查看手机号' }).click()
  await expect(
    desk
      .locator('tbody tr')
      .nth(2)
      .getByText(/^1\d{10}$/),
  ).toBeVisible()
  await desk.getByRole('button', { name: '全屏' }).click()
  await desk.screenshot({ path: `${out}/6.png` })
})
