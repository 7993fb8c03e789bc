import { employ } from './support/employ.ts'
import { chooseStatus, expect, otherDesk, rows, tab, tabs, test } from './support/own-shop.ts'

test.describe('views', () => {
  test('saved, opened, updated, renamed, deleted and taken back @long', async ({ own }) => {
    await expect(own.getByRole('button', { name: '先设条件或排序，再存为视图' })).toBeVisible()
    await chooseStatus(own, '正常')
    await own.getByRole('button', { name: '存为视图' }).click()
    const dialog = own.getByRole('dialog')
    await dialog.getByRole('button', { name: '保存视图' }).click()
    await expect(dialog.getByText('填写 1–24 个字的名称')).toBeVisible()
    await dialog.getByRole('textbox', { name: '名称' }).fill('正常的')
    await own.keyboard.press('Enter')
    await expect(tab(own, '正常的')).toHaveAttribute('aria-current', 'true')
    await expect(tab(own, '正常的')).toContainText('128')

    await own.getByRole('columnheader', { name: '会员' }).getByRole('button').click()
    await expect(tab(own, '正常的')).toContainText('条件已改动')
    await own.reload()
    await expect(tab(own, '正常的')).toContainText('条件已改动')
    await own.getByRole('button', { name: '更新此视图' }).click()
    await expect(tab(own, '正常的')).not.toContainText('条件已改动')

    await tab(own, '全部会员').click()
    await expect(own).toHaveURL(/members$/)
    await tab(own, '正常的').click()
    await expect(own).toHaveURL(/sort=nickname/)
    await own.getByRole('button', { name: '视图操作：正常的' }).click()
    await own.getByRole('menuitem', { name: '名称与共享…' }).click()
    await own.getByRole('textbox', { name: '名称' }).fill('按昵称')
    await own.getByRole('button', { name: '保存视图' }).click()
    await expect(tab(own, '按昵称')).toHaveAttribute('aria-current', 'true')

    await own.getByRole('button', { name: '视图操作：按昵称' }).click()
    await own.getByRole('menuitem', { name: '删除视图' }).click()
    await expect(tab(own, '按昵称')).toBeHidden()
    await own.getByRole('button', { name: '撤销' }).click()
    await expect(tab(own, '按昵称')).toBeVisible()
    await own.reload()
    await expect(tab(own, '按昵称')).toBeVisible()
  })

  test('shared with a role, who has it sees the view and cannot change it, others do not @long', async ({
    own,
    browser,
    ownShop,
  }) => {
    const request = own.context().request
    const operator = await employ(ownShop, request, 'operator')
    const finance = await employ(ownShop, request, 'finance')
    await own.goto(`${ownShop.address}/members?orderCountMax=0`)
    await expect(rows(own)).toHaveCount(50)
    await own.getByRole('button', { name: '存为视图' }).click()
    await own.getByRole('textbox', { name: '名称' }).fill('没下过单')
    await own.getByRole('radio', { name: '某个角色' }).check()
    await own.getByRole('button', { name: '保存视图' }).click()
    await expect(own.getByText('选择要共享给的角色')).toBeVisible()
    await own.getByRole('dialog').locator('.el-select').click()
    await own.getByRole('option', { name: '运营' }).click()
    await own.getByRole('button', { name: '保存视图' }).click()
    await expect(tab(own, '没下过单')).toBeVisible()

    const his = await otherDesk(browser, ownShop, operator)
    await expect(tab(his, '没下过单')).toContainText('128')
    await tab(his, '没下过单').click()
    await expect(his).toHaveURL(/orderCountMax=0/)
    await expect(rows(his)).toHaveCount(50)
    await his.getByRole('button', { name: '视图操作：没下过单' }).click()
    await expect(his.getByRole('menuitem', { name: '删除视图' })).toHaveAttribute('aria-disabled')
    await expect(his.getByText(/共享，只有本人能改动/).first()).toBeVisible()
    await his.context().close()

    const hers = await otherDesk(browser, ownShop, finance)
    await expect(tabs(hers)).toContainText('全部会员')
    await expect(tab(hers, '没下过单')).toBeHidden()
    await chooseStatus(hers, '正常')
    await hers.getByRole('button', { name: '存为视图' }).click()
    await expect(hers.getByRole('radio', { name: '所有人' })).toBeDisabled()
    await expect(hers.getByText(/没有此权限。可以请.*运营/)).toBeVisible()
    await hers.context().close()
  })

  test('of many views eight stand in sight, the others are in a menu @long', async ({
    own,
    ownShop,
  }) => {
    const request = own.context().request
    for (const pageNo of Array.from({ length: 10 }, (_, index) => index + 1)) {
      const query = { registeredFrom: `2026-01-${String(pageNo).padStart(2, '0')}` }
      const view = { list: 'members', name: `第${pageNo}个`, query, sharing: 'own', roleId: null }
      await ownShop.call(request, 'views.create', view)
    }
    await own.reload()
    await expect(tab(own, '第8个')).toBeVisible()
    await expect(tab(own, '第9个')).toBeHidden()
    await own.getByRole('button', { name: /^其他/ }).click()
    await own.getByRole('menuitem', { name: '第9个' }).click()
    await expect(tab(own, '第9个')).toHaveAttribute('aria-current', 'true')
  })
})
