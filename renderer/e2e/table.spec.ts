import { z } from 'zod'
import { expectAccessible } from './support/axe.ts'
import { employ } from './support/employ.ts'
import { expect, test as base } from './support/fixtures.ts'
import { KNOWN, MEMBERS } from './support/members.ts'
import { TestServer } from './support/server.ts'
import type { Browser, Page } from '@playwright/test'
import type { Credentials } from './support/server.ts'

/** A shop whose views and preferences the tests may change, and a new administrator for each test. */
const test = base.extend<{ me: Credentials; own: Page }, { ownShop: TestServer }>({
  ownShop: [
    // The empty pattern is how Playwright reads that a fixture needs no other.
    async ({}, use) => {
      const server = await TestServer.start(MEMBERS)
      await use(server)
      await server.remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  me: async ({ ownShop, playwright }, use) => {
    const request = await playwright.request.newContext()
    await ownShop.signIn(request)
    await use(await employ(ownShop, request, 'administrator'))
    await request.dispose()
  },
  own: async ({ page, ownShop, me }, use) => {
    await ownShop.comeIn(page, 'members', me)
    await expect(rows(page)).toHaveCount(50)
    await use(page)
  },
})

// Most tests sign several people in, each with a password that is slow to check.
test.describe.configure({ timeout: 60_000 })

const rows = (page: Page) => page.locator('tbody tr')
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
const tabs = (page: Page) => page.getByRole('navigation', { name: '视图' })
const tab = (page: Page, name: string) =>
  tabs(page).getByRole('button', { name: new RegExp(`^${name} `) })

async function otherDesk(browser: Browser, server: TestServer, who: Credentials): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await server.comeIn(page, 'members', who)
  await expect(rows(page)).toHaveCount(50)
  return page
}

async function chooseStatus(page: Page, name: string): Promise<void> {
  await page.getByRole('search').locator('.el-select').first().click()
  await page.getByRole('option', { name }).click()
}

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

  test('chosen, moved and resized, they survive a reload and another computer', async ({
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

  test('by keys: moved, widened, announced; the first one stays', async ({ own }) => {
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

  test('dragged by the grip', async ({ own }) => {
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

test.describe('views', () => {
  test('saved, opened, updated, renamed, deleted and taken back', async ({ own }) => {
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

  test('shared with a role, who has it sees the view and cannot change it, others do not', async ({
    own,
    browser,
    ownShop,
  }) => {
    const request = own.context().request
    const operator = await employ(ownShop, request, 'operator')
    const finance = await employ(ownShop, request, 'finance')
    await own.goto(`${ownShop.address}/members?keyword=${encodeURIComponent('林一诺')}`)
    await expect(rows(own)).toHaveCount(16)
    await own.getByRole('button', { name: '存为视图' }).click()
    await own.getByRole('textbox', { name: '名称' }).fill('林家')
    await own.getByRole('radio', { name: '某个角色' }).check()
    await own.getByRole('button', { name: '保存视图' }).click()
    await expect(own.getByText('选择要共享给的角色')).toBeVisible()
    await own.getByRole('dialog').locator('.el-select').click()
    await own.getByRole('option', { name: '运营' }).click()
    await own.getByRole('button', { name: '保存视图' }).click()
    await expect(tab(own, '林家')).toBeVisible()

    const his = await otherDesk(browser, ownShop, operator)
    await expect(tab(his, '林家')).toContainText('16')
    await tab(his, '林家').click()
    await expect(rows(his)).toHaveCount(16)
    await his.getByRole('button', { name: '视图操作：林家' }).click()
    await expect(his.getByRole('menuitem', { name: '删除视图' })).toHaveAttribute('aria-disabled')
    await expect(his.getByText(/共享，只有本人能改动/).first()).toBeVisible()
    await his.context().close()

    const hers = await otherDesk(browser, ownShop, finance)
    await expect(tabs(hers)).toContainText('全部会员')
    await expect(tab(hers, '林家')).toBeHidden()
    await chooseStatus(hers, '正常')
    await hers.getByRole('button', { name: '存为视图' }).click()
    await expect(hers.getByRole('radio', { name: '所有人' })).toBeDisabled()
    await expect(hers.getByText(/没有此权限。可以请.*运营/)).toBeVisible()
    await hers.context().close()
  })

  test('of many views eight stand in sight, the others are in a menu', async ({ own, ownShop }) => {
    const request = own.context().request
    for (const pageNo of Array.from({ length: 10 }, (_, index) => index + 1)) {
      const query = { keyword: `SHOP-${pageNo}` }
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

test.describe('a mobile that is searched for', () => {
  test('stays out of the address, and back and reload keep it', async ({ own }) => {
    const field = own.getByRole('search').getByRole('textbox').first()
    await field.fill(KNOWN.kitchen.mobile)
    await field.press('Enter')
    await expect(rows(own)).toHaveCount(1)
    await expect(own).toHaveURL(/members$/)
    await own.reload()
    await expect(rows(own)).toHaveCount(1)
    await expect(field).toHaveValue(KNOWN.kitchen.mobile)

    await field.fill('159 0013 7781')
    await field.press('Enter')
    await expect(rows(own)).toContainText(KNOWN.echo.nickname)
    await own.goBack()
    await expect(rows(own)).toContainText(KNOWN.kitchen.nickname)
    await own.goBack()
    await expect(rows(own)).toHaveCount(50)
    await own.goForward()
    await expect(rows(own)).toContainText(KNOWN.kitchen.nickname)
    await expect(own.getByRole('button', { name: '存为视图', exact: true })).toBeHidden()
  })

  test('is taken out of an address that holds it', async ({ own, ownShop }) => {
    await own.goto(`${ownShop.address}/members?keyword=${KNOWN.kitchen.mobile}&status=active`)
    await expect(rows(own)).toHaveCount(1)
    await expect(own).toHaveURL(/members\?status=active$/)
  })
})

test.describe('a masked mobile', () => {
  const row = (page: Page) => rows(page).filter({ hasText: KNOWN.kitchen.nickname })
  const eye = (page: Page) => row(page).getByRole('button', { name: '查看手机号' })

  test('is shown with a reason, recorded, and masked again', async ({ own, ownShop, me }) => {
    await own.clock.install()
    await row(own).hover()
    await eye(own).click()
    const panel = own.getByRole('dialog', { name: '查看完整手机号' })
    const action = panel.getByRole('button', { name: '查看手机号' })
    await action.click()
    await expect(panel.getByText('填写至少 2 个字的原因')).toBeVisible()
    await panel.getByRole('button', { name: '核对身份' }).click()
    await action.click()
    await expect(row(own)).toContainText(KNOWN.kitchen.mobile)
    await expect(row(own)).toContainText('60 秒')
    await own.clock.runFor(59_000)
    await expect(row(own)).toContainText(KNOWN.kitchen.mobile)
    await own.clock.runFor(1_500)
    await expect(row(own)).not.toContainText(KNOWN.kitchen.mobile)
    await expect(row(own)).toContainText('138****6207')

    const log = z
      .object({
        list: z.array(
          z.object({ actorName: z.string(), reason: z.string().nullable(), after: z.json() }),
        ),
      })
      .parse(await ownShop.call(own.context().request, 'audit.list', { action: 'personal.reveal' }))
    const mine = log.list.filter(({ actorName }) => actorName === me.username)
    expect(mine).toEqual([
      { actorName: me.username, reason: '核对身份', after: { field: 'mobile' } },
    ])
  })

  test('is masked at once when hidden by hand or with the page', async ({ own }) => {
    const show = async () => {
      await eye(own).focus()
      await own.keyboard.press('Enter')
      await own.keyboard.type('电话回访')
      await own.keyboard.press('Enter')
      await expect(row(own)).toContainText(KNOWN.kitchen.mobile)
    }
    await show()
    await expect(row(own).getByRole('button', { name: '隐藏手机号' })).toBeFocused()
    await own.keyboard.press('Enter')
    await expect(row(own)).not.toContainText(KNOWN.kitchen.mobile)
    await show()
    await own.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await expect(row(own)).not.toContainText(KNOWN.kitchen.mobile)
  })

  test('says whom to ask where one may not, and when it was too often', async ({
    own,
    browser,
    ownShop,
  }) => {
    const finance = await employ(ownShop, own.context().request, 'finance')
    const hers = await otherDesk(browser, ownShop, finance)
    await row(hers).hover()
    await eye(hers).click()
    const panel = hers.getByRole('dialog', { name: '查看完整手机号' })
    await expect(panel).toContainText(/没有此权限。可以请.*运营/)
    await expect(panel.getByRole('button', { name: '查看手机号' })).toBeDisabled()
    await hers.context().close()

    const [known] = z
      .object({ list: z.array(z.object({ uid: z.string() })) })
      .parse(await ownShop.call(own.context().request, 'members.list', { pageSize: 1 })).list
    const input = { uid: known?.uid, field: 'mobile', reason: '核对身份' }
    for (let count = 0; count < 100; count += 1) {
      await ownShop.call(own.context().request, 'members.reveal', input)
    }
    await row(own).hover()
    await eye(own).click()
    await own.getByRole('dialog').getByRole('button', { name: '处理投诉' }).click()
    await own.getByRole('dialog').getByRole('button', { name: '查看手机号' }).click()
    await expect(own.getByText(/一小时内最多查看 100 次完整信息/)).toBeVisible()
  })
})

test('full screen covers the rest, which is out of reach, and Esc ends it', async ({ own }) => {
  await own.getByRole('button', { name: '全屏' }).click()
  await expect(own.locator('.side-bar')).toHaveAttribute('inert')
  expect((await own.getByRole('table').boundingBox())?.x).toBe(0)
  await own.keyboard.press('Escape')
  await expect(own.getByRole('button', { name: '全屏', exact: true })).toBeVisible()
  await expect(own.locator('.side-bar')).not.toHaveAttribute('inert')
})

test('of the eyes only that of the current row is a step of Tab', async ({ own }) => {
  await expect(own.locator('tbody .masked-text__eye[tabindex="0"]')).toHaveCount(1)
  await rows(own).first().focus()
  await own.keyboard.press('ArrowDown')
  // The box of the row comes first.
  await own.keyboard.press('Tab')
  await own.keyboard.press('Tab')
  await expect(rows(own).nth(1).getByRole('button', { name: '查看手机号' })).toBeFocused()
})

test('no state of the list has a grave fault of accessibility', async ({ own, ownShop }) => {
  test.setTimeout(180_000)
  await own.emulateMedia({ reducedMotion: 'reduce' })
  await own.goto(`${ownShop.address}/members?pageSize=20`)
  await expect(rows(own)).toHaveCount(20)
  await expectAccessible(own, 'rows')
  await openColumns(own)
  await expectAccessible(own, 'columns')
  await own.keyboard.press('Escape')
  await own.getByRole('button', { name: '行高' }).click()
  await expectAccessible(own, 'density')
  await own.keyboard.press('Escape')
  await rows(own).first().hover()
  await rows(own).first().getByRole('button', { name: '查看手机号' }).click()
  await expectAccessible(own, 'reveal')
  await own.keyboard.press('Escape')
  await chooseStatus(own, '正常')
  await own.getByRole('button', { name: '存为视图' }).click()
  await own.getByRole('textbox', { name: '名称' }).fill('正常的')
  await expectAccessible(own, 'saving a view')
  await own.getByRole('button', { name: '保存视图' }).click()
  await own.getByRole('button', { name: '视图操作：正常的' }).click()
  await expectAccessible(own, 'menu of a view')
  await own.goto(`${ownShop.address}/members?keyword=nobody`)
  await expect(own.getByText('没有符合条件的记录')).toBeVisible()
  await expectAccessible(own, 'no result')
  await own.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' })
  await own.goto(`${ownShop.address}/members?pageSize=20&status=active`)
  await expect(rows(own)).toHaveCount(20)
  await expectAccessible(own, 'rows, dark')
})
