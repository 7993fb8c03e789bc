import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { expectAccessibleInColour } from './support/axe.ts'
import { expect, test } from './support/fixtures.ts'
import { runJob } from './support/jobs.ts'
import { TestServer } from './support/server.ts'
import type { APIRequestContext, Browser, Page } from '@playwright/test'

/** Pictures of imports and orders for people to look at; nothing here compares pixels. */
const FOLDER = join(import.meta.dirname, '../../test-results/screenshots')
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
] as const
const LOOKS = (['zh', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
)
type Look = (typeof LOOKS)[number]

const NAMES = ['夏夏的小厨房', '叶阿姨', 'Echo', '豆豆妈', '江南烟雨', 'Mr. 顾', '小满']
const MEMBERS = [
  '客户编号,手机,客户姓名,昵称,性别,生日,注册时间,所属门店,备注,上次导购',
  ...Array.from({ length: 240 }, (_, i) => {
    const mobile = i % 31 === 7 ? `1386702${i}` : `1390000${String(1000 + i)}`
    const birthday = i % 47 === 9 ? '1995-13-08' : '1993.4.9'
    const store = i % 53 === 11 ? '西湖店' : ''
    return `C-${1000 + i},${mobile},沈夏夏,${NAMES[i % 7] ?? ''},女,${birthday},2025/3/1 10:00,${store},,小李`
  }),
]
const ORDERS = [
  '订单号,客户编号,支付时间,件数,实付金额,商品名称,货号',
  // Each order has two lines.
  ...Array.from({ length: 160 }, (_, i) => {
    const n = Math.floor(i / 2)
    const member = n % 41 === 5 ? 'X-1' : `C-${1000 + (n % 5)}`
    const paid = i % 59 === 7 ? '12.345' : `${20 + i}.50`
    return `A-2026-${1000 + n},${member},2026-03-${String((n % 18) + 1).padStart(2, '0')} 14:21,${(i % 3) + 1},${paid},珐琅铸铁锅,SKU-${i % 9}`
  }),
]
const POINTS = [
  '客户编号,剩余积分,获得日期,有效期至,批次号',
  ...Array.from({ length: 60 }, (_, i) => {
    const member = i % 19 === 5 ? 'X-1' : `C-${1000 + (i % 5)}`
    const points = i % 23 === 7 ? '12.5' : `${100 + 7 * i}`
    const expires = ['2098-12-31', '2099-12-31', '永久'][i % 3] ?? ''
    return `${member},${points},2025-03-${String((i % 18) + 1).padStart(2, '0')},${expires},L-${i}`
  }),
]
const NAMES_OF_FILES: Readonly<Record<string, string>> = {
  members: '有赞会员导出_20260317.csv',
  orders: '有赞订单导出_20260317.csv',
  points: '有赞积分导出_20260317.csv',
}
const withId = z.object({ id: z.string() })

async function upload(shop: TestServer, api: APIRequestContext, kind: string, lines: string[]) {
  const name = NAMES_OF_FILES[kind] ?? ''
  const answer = await api.post(`${shop.address}/files/imports`, {
    params: { kind, name },
    headers: { 'content-type': 'application/octet-stream' },
    data: Buffer.from(`${lines.join('\n')}\n`),
  })
  return withId.parse(await answer.json()).id
}

let shop: TestServer
const files = {
  checked: '',
  imported: '',
  orders: '',
  refused: '',
  fresh: '',
  points: '',
  pointsDone: '',
}
test.beforeAll(async ({ playwright }) => {
  test.setTimeout(120_000)
  await mkdir(FOLDER, { recursive: true })
  shop = await TestServer.start()
  const api = await playwright.request.newContext()
  await shop.signIn(api)
  files.fresh = await upload(shop, api, 'members', MEMBERS)
  files.checked = await upload(shop, api, 'members', MEMBERS)
  await runJob(shop, api, 'imports.dryRun', { id: files.checked })
  files.imported = await upload(shop, api, 'members', MEMBERS.slice(0, 121))
  await runJob(shop, api, 'imports.dryRun', { id: files.imported })
  await runJob(shop, api, 'imports.start', { id: files.imported })
  files.orders = await upload(shop, api, 'orders', ORDERS)
  await runJob(shop, api, 'imports.dryRun', { id: files.orders })
  await runJob(shop, api, 'imports.start', { id: files.orders })
  files.points = await upload(shop, api, 'points', POINTS)
  await runJob(shop, api, 'imports.dryRun', { id: files.points })
  files.pointsDone = await upload(shop, api, 'points', POINTS.slice(0, 20))
  await runJob(shop, api, 'imports.dryRun', { id: files.pointsDone })
  const disagreed = { stated: { points: 3_000, members: 5 }, reason: '旧系统含已注销会员' }
  await runJob(shop, api, 'imports.start', { id: files.pointsDone, ...disagreed })
  const nobodys = ORDERS.map((line) => line.replace(/,C-\d+,/, ',没有这个会员,'))
  files.refused = await upload(shop, api, 'orders', nobodys)
  await runJob(shop, api, 'imports.dryRun', { id: files.refused })
  await runJob(shop, api, 'imports.start', { id: files.refused })
})
test.afterAll(() => shop.remove())

async function open(browser: Browser, look: Look): Promise<Page> {
  const context = await browser.newContext({ viewport: SIZES[0], reducedMotion: 'reduce' })
  await context.addInitScript(
    (preferences) => {
      localStorage.setItem('member-desk.preferences', preferences)
    },
    JSON.stringify({ ...look, density: 'default' }),
  )
  return context.newPage()
}

for (const look of LOOKS) {
  test(`imports and orders, ${look.language} ${look.theme}`, async ({ browser }) => {
    test.setTimeout(120_000)
    const page = await open(browser, look)
    await shop.comeIn(page, 'imports')
    const shoot = async (name: string) => {
      await page.evaluate(() => document.fonts.ready)
      for (const size of SIZES) {
        await page.setViewportSize(size)
        const file = `imports-${name}-${look.language}-${look.theme}-${size.width}.png`
        await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' })
      }
      await page.setViewportSize(SIZES[0])
      await expectAccessibleInColour(page, name)
    }
    const show = async (path: string, name: string, sign: string) => {
      await page.goto(`${shop.address}/${path}`)
      await expect(page.locator(sign).first()).toBeVisible()
      await shoot(name)
    }
    await show('imports', 'list', 'tbody tr')
    await show('imports/new?kind=orders', 'file', '.drop-zone')
    await show(`imports/${files.fresh}`, 'columns', '.mapping-table')
    await show(`imports/${files.checked}`, 'check', '.refusal-table')
    await show(`imports/${files.imported}`, 'result', '.refusal-table')
    await show(`imports/${files.orders}`, 'result-orders', '.refusal-table')
    await page.goto(`${shop.address}/imports/${files.points}`)
    await page.locator('.booked-part input').first().fill('17,000')
    await page.locator('.booked-part input').last().fill('5')
    await shoot('check-points')
    await show(`imports/${files.pointsDone}`, 'result-points', '.booked-part')
    await show(`imports/${files.refused}`, 'result-refused', '.refusal-table')
    await show('imports/00000000-0000-7000-8000-000000000000', 'gone', '[role=alert]')
    await show('orders', 'orders', 'tbody tr')
    const name = look.language === 'zh' ? '导出' : 'Export'
    await page.getByRole('button', { name, exact: true }).click()
    await page
      .locator('.form-dialog label')
      .filter({ hasText: /商品|Item/ })
      .first()
      .click()
    await shoot('orders-export')
    await show('orders?order=3&paidFenMin=3000', 'order', '.order-panel__amounts')
    // Held as running, since a small file is imported sooner than anyone can look.
    await page.route(/jobs\.get/, async (route) => {
      const answer = await route.fetch()
      const body = (await answer.text())
        .replaceAll('"status":"done"', '"status":"running"')
        .replaceAll(/"done":\d+/g, '"done":72')
      await route.fulfill({ response: answer, body })
    })
    await show(`imports/${files.imported}`, 'running', '.work-progress')
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
}
