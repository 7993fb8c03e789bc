import { z } from 'zod'
import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { KNOWN } from './support/members.ts'
import { makeStaff } from './support/records.ts'
import type { Page } from '@playwright/test'

test('a finished job shows its result, and who was refused in words', async ({ page, shop }) => {
  await shop.comeIn(page, 'settings')
  await shop.call(page.context().request, 'jobs.batchStaff', {
    action: 'disable',
    selection: { kind: 'some', ids: [1] },
    reason: '试一试',
  })
  await page.goto(`${shop.address}/jobs`)
  const line = page.getByRole('row', { name: /批量处理员工/ }).first()
  await expect(line).toContainText('已完成')
  await line.click()
  const panel = page.getByRole('complementary', { name: '任务内容' })
  await expect(panel.getByText('已处理 0 位员工')).toBeVisible()
  await expect(panel.getByText('1 位没有处理')).toBeVisible()
  const refused = panel.getByRole('listitem')
  await expect(refused).toContainText('不能对自己的账号这样做')
  await expect(refused.getByRole('link')).toHaveText(/孙浩\s*admin/)
  await expect(refused.getByRole('link')).toHaveAttribute('href', '/staff?peek=1')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
})

const ID = '01890000-0000-7000-8000-000000000001'

/** The page of jobs with one beside it that the server is made to answer with. */
async function openJob(page: Page, address: string, kind: string, result: object) {
  const job = {
    ...{ id: ID, kind, result, status: 'done', done: 9, total: 9, hasFile: false },
    ...{ errorCode: null, errorParams: null, requestedBy: '系统', isMine: false },
    ...{ isCancelling: false, createdAt: 1, startedAt: 1, finishedAt: 2 },
  }
  await page.route(/jobs\.get/, (route) => {
    // Other questions of the same batch are not answered here.
    const count = new URL(route.request().url()).pathname.split(',').length
    return route.fulfill({
      json: Array.from({ length: count }, () => ({ result: { data: job } })),
    })
  })
  await page.goto(`${address}/jobs`)
  await expect(page.getByRole('heading', { name: '任务', exact: true })).toBeVisible()
  await page.evaluate((query) => {
    history.pushState(history.state, '', query)
    window.dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
  }, `/jobs?job=${ID}`)
  return page.getByRole('complementary', { name: '任务内容' })
}

test('faults of the log are listed in words and lead to the entry @long', async ({
  page,
  shop,
}) => {
  await shop.signIn(page.context().request)
  const panel = await openJob(page, shop.address, 'audit.verify', {
    entries: 9,
    sealedTo: 9,
    sealedAt: 1,
    faults: [
      { kind: 'changed', seq: 7, id: ID },
      { kind: 'tailCut', seq: 10, id: null },
    ],
  })
  await expect(panel.getByText('2 处异常')).toBeVisible()
  await expect(panel.getByText('内容被改动')).toBeVisible()
  await expect(panel.getByText('末尾被截断')).toBeVisible()
  await expect(panel.getByRole('link', { name: '查看这一条' })).toHaveAttribute(
    'href',
    `/audit?entry=${ID}`,
  )
})

test('the reason of a refusal says what it is about', async ({ page, shop }) => {
  await shop.signIn(page.context().request)
  const panel = await openJob(page, shop.address, 'staff.batch', {
    changed: 8,
    unchanged: 0,
    refused: [{ id: 1, code: 'RIGHT_NOT_YOURS', params: { permission: 'audit.view' } }],
  })
  await expect(panel.getByRole('listitem')).toContainText('不能授予自己没有的权限（audit.view）')
})

test('members who were refused are called by name and number; who is out of sight stays an id', async ({
  page,
  shop,
}) => {
  const { request } = page.context()
  await shop.signIn(request)
  const list = z.array(z.object({ id: z.int(), uid: z.string(), memberNo: z.string() }))
  const answer = await shop.call(request, 'members.list', { keyword: KNOWN.kitchen.nickname })
  const [kitchen] = z.object({ list }).parse(answer).list
  if (!kitchen) throw new Error('the kitchen is not a member')
  const panel = await openJob(page, shop.address, 'members.batch', {
    changed: 8,
    unchanged: 0,
    refused: [
      { id: kitchen.id, code: 'MEMBER_CHANGED' },
      { id: 999_999, code: 'NOT_FOUND' },
    ],
  })
  const [named, unnamed] = [panel.getByRole('listitem').first(), panel.getByRole('listitem').last()]
  await expect(named.getByRole('link')).toHaveAttribute('href', `/members/${kitchen.uid}`)
  await expect(named).toContainText(KNOWN.kitchen.nickname)
  await expect(named).toContainText(kitchen.memberNo)
  await expect(unnamed).toContainText('会员 999999')
  await expect(unnamed.getByRole('link')).toHaveCount(0)
  await expectAccessible(page)
})

test('a job that waits or runs can be cancelled, and one that ended meanwhile stays as it is @long', async ({
  page,
  shop,
}) => {
  await shop.comeIn(page, 'jobs')
  // The state is held as "running", since a small log is checked sooner than anyone can click.
  await page.route(/jobs\.(list|get)/, async (route) => {
    const answer = await route.fetch()
    const text = await answer.text()
    await route.fulfill({
      response: answer,
      body: text
        .replaceAll('"status":"done"', '"status":"running"')
        .replaceAll(/"finishedAt":\d+/g, '"finishedAt":null'),
    })
  })
  await shop.call(page.context().request, 'jobs.verifyAudit')
  await page.getByRole('button', { name: '刷新' }).click()
  await page
    .getByRole('row', { name: /核验审计日志/ })
    .first()
    .click()
  const panel = page.getByRole('complementary', { name: '任务内容' })
  await panel.getByRole('button', { name: '取消任务' }).click()
  const dialog = page.getByRole('dialog', { name: '取消任务' })
  await expect(dialog).toContainText('核验审计日志会在当前这一步之后停止')
  await page.unrouteAll({ behavior: 'wait' })
  const cancelled = page.waitForResponse(/jobs\.cancel/)
  await dialog.getByRole('button', { name: '取消任务' }).click()
  expect((await cancelled).ok()).toBe(true)
  await expect(dialog).toBeHidden()
  await expect(panel.getByText(/^(已取消|已完成)$/)).toBeVisible()
})

test('without jobs the page says what they are for @long', async ({ page, emptyShop }) => {
  await emptyShop.comeIn(page, 'jobs')
  await expect(page.getByRole('heading', { name: '还没有任务' })).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${emptyShop.address}/jobs?status=failed`)
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
})

test('the jobs of others are not shown to who may not see them @long', async ({ page, shop }) => {
  const { request } = page.context()
  await shop.signIn(request)
  const { id } = (await shop.call(request, 'jobs.verifyAudit')) as { id: string }
  const cashier = await makeStaff(shop, request, {
    username: `cash${Date.now()}`,
    displayName: '赵蕾',
    role: 'cashier',
  })
  await shop.comeIn(page, `jobs?job=${id}`, cashier)
  await expect(page.getByRole('alert')).toContainText('任务没有取到')
  await expect(page.getByRole('heading', { name: '还没有任务' })).toBeVisible()
})
