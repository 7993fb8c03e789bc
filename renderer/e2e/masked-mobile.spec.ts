import { z } from 'zod'
import { employ } from './support/employ.ts'
import { KNOWN } from './support/members.ts'
import { expect, otherDesk, rows, test } from './support/own-shop.ts'
import type { Page } from '@playwright/test'

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

  test('is taken out of an address that holds it @long', async ({ own, ownShop }) => {
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

  test('is masked at once when hidden by hand or with the page @long', async ({ own }) => {
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

  test('says whom to ask where one may not, and when it was too often @long', async ({
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
