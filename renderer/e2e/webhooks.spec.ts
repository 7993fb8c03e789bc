import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from './support/fixtures.ts'
import { expectAccessible } from './support/axe.ts'
import { TestServer } from './support/server.ts'

let shop: TestServer
let partner: Server
let partnerUrl = ''
const told: { headers: IncomingHttpHeaders; body: string }[] = []

test.beforeAll(async () => {
  test.setTimeout(120_000)
  shop = await TestServer.start([], { WEBHOOKS_LOOPBACK: 'allow' })
  partner = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      told.push({ headers: request.headers, body })
      response.writeHead(200).end('收到')
    })
  })
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve))
  partnerUrl = `http://127.0.0.1:${(partner.address() as AddressInfo).port}/hook`
})
test.afterAll(async () => {
  partner.close()
  await shop.remove()
})

test('an endpoint is made, its secret seen once, and its partner gets a signed event @long', async ({
  page,
}) => {
  const dialog = page.getByRole('dialog')
  await shop.comeIn(page, 'webhooks')
  await expect(page.getByRole('heading', { name: '还没有接收地址' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '新建接收地址' }).first().click()
  await dialog.getByLabel('名称').fill('仓储系统')
  await dialog.getByLabel('网址').fill('https://169.254.169.254/latest')
  await dialog.getByRole('button', { name: '新建地址' }).click()
  await expect(dialog.getByText('至少选择一项')).toBeVisible()
  await dialog.getByText('会员注册').click()
  await dialog.getByRole('button', { name: '新建地址' }).click()
  await expect(dialog.getByText(/在内部网络里/)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('网址').fill(partnerUrl)
  await dialog.getByRole('button', { name: '新建地址' }).click()

  const once = page.getByRole('dialog', { name: '签名密钥' })
  await expect(once).toBeVisible()
  await expectAccessible(page)
  const secret = (await once.locator('code').textContent()) ?? ''
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
  await once.getByRole('button', { name: '我已保存' }).click()
  await expect(page.getByText(secret)).toHaveCount(0)

  await page.locator('tbody tr').getByText('仓储系统').click()
  const panel = page.getByRole('complementary', { name: '接收地址' })
  await panel.getByRole('button', { name: '发送测试事件' }).click()
  await expect(panel.getByText('收到')).toBeVisible()
  await expect(panel.getByText('HTTP 200')).toBeVisible()
  await expectAccessible(page)
  const [message] = told
  const id = String(message?.headers['webhook-id'])
  const at = String(message?.headers['webhook-timestamp'])
  const signed = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${id}.${at}.${message?.body ?? ''}`)
    .digest('base64')
  expect(message?.headers['webhook-signature']).toBe(`v1,${signed}`)

  await panel.getByRole('button', { name: '重发事件' }).click()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '重发事件' }).click()
  await expect(page.getByText('已安排重发 0 个事件。')).toBeVisible()
})
