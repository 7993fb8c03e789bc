import { expect, otherDesk, rows, test } from './support/own-shop.ts'
import type { Page } from '@playwright/test'

/** What the reader may arrange: neither the box of a row nor its menu. */
const headings = (page: Page) =>
  page
    .getByRole('columnheader')
    .evaluateAll((all) =>
      all
        .map((each) => each.textContent?.trim() ?? '')
        .filter((text) => text !== '' && text !== '更多操作'),
    )
const columnMenu = (page: Page) => page.getByRole('dialog', { name: '列设置' })
const openColumns = (page: Page) => page.getByRole('button', { name: '列设置' }).click()

test.describe('columns', () => {
  const BUILT_IN = [
    '会员',
    '手机号',
    '累计消费',
    '订单',
    '最近消费',
    '注册渠道',
    '注册时间',
    '状态',
  ]

  test('chosen, moved and resized, they survive a reload and another computer @long', async ({
    own,
    browser,
    ownShop,
    me,
  }) => {
    expect(await headings(own)).toEqual(BUILT_IN)
    await openColumns(own)
    const menu = columnMenu(own)
    await menu.getByRole('checkbox', { name: '最近消费' }).uncheck()
    await menu.getByRole('listitem').filter({ hasText: '状态' }).hover()
    await menu.getByRole('button', { name: '上移状态' }).click()
    await own.keyboard.press('Escape')
    await expect(menu).toBeHidden()
    await expect(own.getByRole('button', { name: '列设置' })).toBeFocused()
    const arranged = ['会员', '手机号', '累计消费', '订单', '注册渠道', '状态', '注册时间']
    await expect.poll(() => headings(own)).toEqual(arranged)

    const mobile = own.getByRole('columnheader', { name: '手机号' })
    const width = async (page: Page) =>
      Math.round(
        (await page.getByRole('columnheader', { name: '手机号' }).boundingBox())?.width ?? 0,
      )
    const before = await width(own)
    const box = await mobile.boundingBox()
    const edge = { x: (box?.x ?? 0) + (box?.width ?? 0) - 3, y: (box?.y ?? 0) + 17 }
    // What was arranged before is still being kept; this waits for the width.
    const isKept = own.waitForResponse(
      (response) =>
        response.ok() &&
        response
          .request()
          .postData()
          ?.includes(`"mobile":${before + 60}`) === true,
    )
    await own.mouse.move(edge.x, edge.y)
    await own.mouse.down()
    await own.mouse.move(edge.x + 30, edge.y)
    await own.mouse.move(edge.x + 60, edge.y)
    await expect.poll(() => width(own)).toBe(before + 60)
    await own.mouse.up()
    await isKept
    await expect.poll(() => width(own)).toBe(before + 60)

    await own.reload()
    await expect(rows(own)).toHaveCount(50)
    await expect.poll(() => headings(own)).toEqual(arranged)
    await expect.poll(() => width(own)).toBe(before + 60)
    const other = await otherDesk(browser, ownShop, me)
    await expect.poll(() => headings(other)).toEqual(arranged)
    await expect.poll(() => width(other)).toBe(before + 60)

    await openColumns(other)
    await columnMenu(other).getByRole('button', { name: '恢复默认' }).click()
    await expect.poll(() => headings(other)).toEqual(BUILT_IN)
    await expect(columnMenu(other).getByRole('button', { name: '恢复默认' })).toBeDisabled()
    await other.context().close()
  })

  test('by keys: moved, widened, announced; the first one stays @long', async ({ own }) => {
    await own.getByRole('button', { name: '列设置' }).focus()
    await own.keyboard.press('Enter')
    const menu = columnMenu(own)
    const box = (name: string) => menu.getByRole('checkbox', { name, exact: true })
    await box('会员').focus()
    await own.keyboard.press('Space')
    await expect(box('会员')).toBeChecked()
    await own.keyboard.press('Alt+ArrowDown')
    await box('手机号').focus()
    await own.keyboard.press('Alt+ArrowUp')
    expect(await headings(own)).toEqual(BUILT_IN)
    await own.keyboard.press('Alt+ArrowDown')
    await expect(box('手机号')).toBeFocused()
    await expect(menu.getByRole('status')).toHaveText('手机号：第 3 列')
    await own.keyboard.press('Alt+ArrowRight')
    await expect(menu.getByRole('status')).toHaveText('手机号：宽 156 像素')
    expect((await headings(own))[2]).toBe('手机号')
    await own.keyboard.press('Escape')
    await expect(own).toHaveURL(/members$/)
  })

  test('dragged by the grip @long', async ({ own }) => {
    await openColumns(own)
    const item = (name: string) => columnMenu(own).getByRole('listitem').filter({ hasText: name })
    await item('注册时间').locator('.column-menu__grip').hover()
    await own.mouse.down()
    await item('手机号').hover()
    await own.mouse.up()
    await expect
      .poll(async () => (await headings(own)).slice(0, 3))
      .toEqual(['会员', '注册时间', '手机号'])
  })
})

test('full screen covers the rest, which is out of reach, and Esc ends it @long', async ({
  own,
}) => {
  await own.getByRole('button', { name: '全屏' }).click()
  await expect(own.locator('.side-bar')).toHaveAttribute('inert')
  expect((await own.getByRole('table').boundingBox())?.x).toBe(0)
  await own.keyboard.press('Escape')
  await expect(own.getByRole('button', { name: '全屏', exact: true })).toBeVisible()
  await expect(own.locator('.side-bar')).not.toHaveAttribute('inert')
})

test('of the eyes only that of the current row is a step of Tab @long', async ({ own }) => {
  await expect(own.locator('tbody .masked-text__eye[tabindex="0"]')).toHaveCount(1)
  await rows(own).first().focus()
  await own.keyboard.press('ArrowDown')
  // The box of the row comes first.
  await own.keyboard.press('Tab')
  await own.keyboard.press('Tab')
  await expect(rows(own).nth(1).getByRole('button', { name: '查看手机号' })).toBeFocused()
})
