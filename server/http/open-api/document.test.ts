import { createHash, createHmac } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createServer, type ServerApps } from '../../app.ts'
import type { Ctx, Db } from '../../db/context.ts'
import { API_SCOPES } from '../../modules/api-keys/api-keys.contract.ts'
import { createApiKey } from '../../modules/api-keys/api-keys.service.ts'
import { EVENT_PAYLOADS, EVENT_TYPES } from '../../modules/outbox/outbox.contract.ts'
import { signed } from '../../testing/partner-client.ts'
import { serverDeps } from '../../testing/server-deps.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { isTranslated } from './docs-chinese.ts'
import { exampleOf } from './docs-examples.ts'
import { endpointsOf, JSON_TYPE, messagesOf, type ApiDocument } from './docs-model.ts'
import { workedExample } from './docs-signature.ts'
import { workedMessage } from './docs-webhooks.ts'
import { OPEN_API_PATH } from './problems.ts'
import { openApiDocument } from './open-api.ts'

const made = openApiDocument('1.2.3')
const document = made as unknown as ApiDocument
const endpoints = endpointsOf(document)

describe('the document of the partner API', () => {
  it('names every route once, with its answer, its problems and who may ask', () => {
    const ids = endpoints.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const schemes = Object.keys(made.components?.securitySchemes ?? {})
    expect(schemes.sort()).toEqual(['keyId', 'nonce', 'signature', 'timestamp'])
    for (const { operation } of endpoints) {
      expect(
        operation.responses['200']?.content?.[JSON_TYPE]?.schema,
        operation.operationId,
      ).toBeDefined()
      expect(operation.responses['default']?.content).toHaveProperty('application/problem+json')
      expect(operation).toMatchObject({
        security: [{ keyId: [], nonce: [], signature: [], timestamp: [] }],
      })
    }
  })

  it('asks for an idempotency key with every write, and says so', () => {
    const keyed = endpoints.filter(({ operation }) =>
      operation.parameters?.some(({ name, required }) => name === 'idempotency-key' && required),
    )
    const reads = ['findMember', 'quoteBasket']
    const writes = endpoints.filter(
      ({ method, operation }) => method !== 'get' && !reads.includes(operation.operationId),
    )
    expect(keyed.map(({ operation }) => operation.operationId)).toEqual(
      writes.map(({ operation }) => operation.operationId),
    )
  })

  it('has a Chinese sentence for each of its own', () => {
    const operations = [...endpoints.map(({ operation }) => operation), ...messagesOf(document)]
    const sentences = operations.flatMap((operation) => [
      ...[operation.summary, ...operation.tags],
      ...(operation.parameters ?? []).flatMap(({ schema }) => schema.description ?? []),
      ...Object.values(operation.responses).map(({ description }) => description),
    ])
    expect([...new Set(sentences)].filter((text) => !isTranslated(text))).toEqual([])
  })

  it('describes every event that partners can be sent, with an example that fits', () => {
    expect(Object.keys(document.webhooks).sort()).toEqual([...EVENT_TYPES].sort())
    for (const type of EVENT_TYPES) {
      const operation = document.webhooks[type]?.post
      const names = operation?.parameters?.map(({ name }) => name)
      expect(names).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature'])
      const schema = operation?.requestBody?.content?.[JSON_TYPE]?.schema
      const body = z.object({ type: z.string(), data: z.unknown() }).parse(exampleOf(schema ?? {}))
      expect(body.type).toBe(type)
      expect(EVENT_PAYLOADS[type].safeParse(body.data).error).toBeUndefined()
    }
  })

  it('has a worked message whose signature is right', () => {
    const { secret, text, body, headers } = workedMessage(document)
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = headers
    expect(text).toBe(`${id}.${at}.${body}`)
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    expect(signature).toBe(`v1,${createHmac('sha256', key).update(text).digest('base64')}`)
  })

  it('has a worked example whose numbers are right', () => {
    const { text, secret, body, signature, ...rest } = workedExample()
    const mac = createHmac('sha256', Buffer.from(secret))
    mac.update(`${rest.method}\n${rest.path}\n${rest.timestamp}\n${rest.nonce}\n`)
    mac.update(createHash('sha256').update(body, 'utf8').digest('hex'))
    expect(signature).toBe(mac.digest('hex'))
    // What is shown to be signed is what was signed.
    expect(createHmac('sha256', secret).update(text).digest('hex')).toBe(signature)
    // openssl dgst -sha256 -hmac
    expect(signature).toMatchInlineSnapshot(
      `"9ce8382b73b79ad5022a88ea321bd444f58a42c22af0d384d0aab949e00aa096"`,
    )
  })
})

describeOnBothDatabases('the page of the partner API', (database) => {
  const clock = fakeClock()
  let ctx: Ctx<Db>
  let apps: ServerApps
  const open = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await apps.publicApi.request(`http://127.0.0.1${path}`, { headers })
    return { answer, text: await answer.text() }
  }
  beforeAll(() => {
    ctx = makeTestContext(database(), { clock })
    apps = createServer(serverDeps(database(), clock))
  })

  it('speaks the language that is chosen, else the one that is asked for', async () => {
    const titleOf = async (path: string, language: string) =>
      /<title>(.*)<\/title>/.exec((await open(path, { 'accept-language': language })).text)?.[1]
    expect(await titleOf('/docs', 'zh-CN')).toBe('会员台开放接口')
    expect(await titleOf('/docs', 'en')).toBe('Member Desk partner API')
    expect(await titleOf('/docs?lang=en', 'zh-CN')).toBe('Member Desk partner API')
    expect(await titleOf('/docs?lang=%3Cscript%3E', 'en')).toBe('Member Desk partner API')
  })

  it('shows every route and the example, and runs no script nor anything from elsewhere', async () => {
    const { answer, text } = await open('/docs')
    for (const { operation } of endpoints) expect(text).toContain(`id="${operation.operationId}"`)
    for (const type of EVENT_TYPES) expect(text).toContain(`id="${type}"`)
    expect(text).toContain('5 秒, 5 分钟, 30 分钟, 2 小时')
    expect(text).toContain(workedExample().signature)
    expect(text).not.toMatch(/<script|<link|<img|https?:\/\/|undefined|\[object/)
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect((await open('/docs?lang=en')).text.replaceAll('中文', '')).not.toMatch(
      /id="basics"[^]*会员台/,
    )
  })

  it('is beside the back office where there is one listener for all', async () => {
    const host = { host: '127.0.0.1' }
    for (const path of ['/docs', '/openapi.json']) {
      expect((await apps.everything.request(path, { headers: host })).status).toBe(200)
      expect((await apps.backOffice.request(path, { headers: host })).status).toBe(404)
    }
  })

  it('has examples that the routes themselves accept', async () => {
    const key = await createApiKey(ctx, {
      ...{ name: '商城', scopes: [...API_SCOPES], source: 'mall', storeId: null },
    })
    const problem = z.object({ code: z.string().optional() })
    for (const { method, path, operation } of endpoints) {
      const schema = operation.requestBody?.content?.[JSON_TYPE]?.schema
      if (!schema) continue
      const id = '0192f0c1-3b7a-7c11-9f6e-2f3a5f0d9b11'
      const target = OPEN_API_PATH + path.replaceAll(/\{\w+\}/g, id)
      for (const body of (schema.oneOf ?? [schema]).map((variant) => exampleOf(variant))) {
        const request = { method: method.toUpperCase(), path: target, body }
        const init = signed(key, request, clock.now().getTime())
        const answer = await apps.publicApi.request(`http://127.0.0.1${target}`, init)
        const { code } = problem.parse(await answer.json())
        expect([operation.operationId, code]).not.toContain('INVALID_INPUT')
        expect(answer.status, operation.operationId).toBeLessThan(500)
      }
    }
  })
})
