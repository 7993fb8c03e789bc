import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { runJob } from './support/jobs.ts'
import { TestServer } from './support/server.ts'
import { z } from 'zod'
import type { APIRequestContext, Page } from '@playwright/test'

let shop: TestServer

test.beforeAll(async () => {
  test.setTimeout(120_000)
  shop = await TestServer.start()
})
test.afterAll(() => shop.remove())

const MEMBERS = ['客户编号,昵称', 'C-1,夏夏', 'C-2,叶阿姨', 'C-3,Echo']
const POINTS = [
  '客户编号,剩余积分,有效期至,批次号',
  'C-1,"1,200",2099-12-31,L-1',
  'C-1,80,永久,L-2',
  'C-2,300,2098-06-30,L-3',
  'C-9,20,,L-4',
  'C-3,12.5,,L-5',
]
const textOf = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''))
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function addMembers(api: APIRequestContext): Promise<void> {
  const answer = await api.post(`${shop.address}/files/imports`, {
    params: { kind: 'members', name: '会员.csv' },
    headers: { 'content-type': 'application/octet-stream' },
    data: textOf(MEMBERS),
  })
  const { id } = z.object({ id: z.string() }).parse(await answer.json())
  await runJob(shop, api, 'imports.dryRun', { id })
  await runJob(shop, api, 'imports.start', { id })
}

test('points come in lot by lot, and not while the old system states other totals', async ({
  page,
}) => {
  await shop.signIn(page.context().request)
  await addMembers(page.context().request)
  await shop.comeIn(page, 'imports/new')
  await page.getByText('一行一批积分，各有到期日期').click()
  await expect(page.getByText('有效期空着就是永久')).toBeVisible()
  await expectAccessible(page, 'the first step')

  await test.step('columns and check', async () => {
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '积分.csv', mimeType: 'text/csv', buffer: textOf(POINTS) })
    await expect(page.getByRole('row', { name: /^剩余积分/ })).toContainText('1,200')
    await expect(page.getByRole('row', { name: /^有效期至/ })).toContainText('2099-12-31')
    await button(page, '检查，不写入').click()
    await expect(page.getByRole('row', { name: /^5/ })).toContainText('没有这位会员')
    await expect(page.getByRole('row', { name: /^6/ })).toContainText('不能是小数')
    const years = page.getByRole('table', { name: '导入后在账上的积分' })
    await expect(years.getByRole('row', { name: /^2098/ })).toContainText('300')
    await expect(years.getByRole('row', { name: /^永久/ })).toContainText('80')
    await expect(years.getByRole('row', { name: /^合计/ })).toContainText('1,580')
    await expect(years.getByRole('row', { name: /^会员数/ })).toContainText('2')
  })

  await test.step('control totals', async () => {
    await page.getByLabel('旧系统的积分').fill('1,600')
    await page.getByLabel('旧系统的会员数').fill('两')
    await expect(page.getByText('请填整数。')).toBeVisible()
    await expect(button(page, '导入 3 行，2 行将不导入')).toBeDisabled()
    await page.getByLabel('旧系统的会员数').fill('2')
    await expect(page.getByText('这里少 20')).toBeVisible()
    await expect(page.getByText('相符', { exact: true })).toBeVisible()
    await expectAccessible(page, 'the check')
    await button(page, '合计不符，仍要导入').click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('积分这里少 20')
    await button(page, '取消').click()
    await page.getByLabel('旧系统的积分').fill('1580')
    await expect(button(page, '导入 3 行，2 行将不导入')).toBeEnabled()
    await page.getByLabel('旧系统的积分').fill('1600')
    await button(page, '合计不符，仍要导入').click()
    await dialog.getByRole('textbox').fill('C-9 在旧系统已注销')
    await dialog.getByRole('button', { name: '合计不符，仍要导入' }).click()
  })

  await test.step('result', async () => {
    await expect(page.getByRole('heading', { name: '已导入 3 行' })).toBeVisible()
    await expect(page.getByText('旧系统的积分')).toContainText('1,600')
    await expect(page.getByText('这里少 20')).toBeVisible()
    const totals = page.getByRole('table', { name: '控制合计' })
    await expect(totals.getByRole('row', { name: /^积分/ })).toContainText('1,600=1,580+0+20')
    await expectAccessible(page, 'the result')
    const asked = { action: 'points.import', pageNo: 1, pageSize: 10 }
    const entries = await shop.call(page.context().request, 'audit.list', asked)
    expect(entries).toMatchObject({ list: [{ reason: 'C-9 在旧系统已注销' }] })
  })
})
