import { OpenAPIHono, z } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { AppError } from '../../kernel/app-error.ts'
import { apiScope } from '../../modules/api-keys/api-keys.contract.ts'
import { memberRoutes } from '../../modules/members/members.routes.ts'
import { orderEventRoutes } from '../../modules/order-events/order-events.routes.ts'
import { pointRoutes } from '../../modules/points/points.routes.ts'
import type { AppEnv, ServerDeps } from '../app-env.ts'
import { partnerAccess, type PartnerEnv } from './partner-access.ts'
import { NOTHING, partnerRoutes, read } from './partner-routes.ts'
import { OPEN_API_PATH } from './problems.ts'
import { describeWebhooks } from './webhooks.ts'

const whoAmI = read({
  ...{ method: 'get', path: '/me', id: 'whoAmI', tag: 'Key' },
  summary: 'What the key of this request is and may do',
  ...{ params: NOTHING, query: NOTHING },
  answer: z.object({
    keyId: z.string(),
    name: z.string(),
    scopes: z.array(apiScope),
    source: z.string().nullable(),
    storeId: z.int().nullable(),
  }),
})

const keyRoutes = partnerRoutes().openapi(whoAmI, (c) => {
  const { keyId, name, scopes, source, storeId } = c.get('partner')
  return c.json({ keyId, name, scopes: [...scopes], source, storeId }, 200)
})

const INTRODUCTION = `Every request is signed by an API key that the back office made.
Headers: X-Key-Id, X-Timestamp (seconds, at most 300 off), X-Nonce (16 to 64 of A–Z a–z 0–9 _ -, used once) and
X-Signature = hex HMAC-SHA-256 by the secret over the lines METHOD, path with query, timestamp, nonce and
hex SHA-256 of the body. Every write needs an Idempotency-Key. Errors are problems (RFC 9457). Amounts are fen,
points are whole, times ISO 8601 in UTC, days business dates (YYYY-MM-DD).`

/** OpenAPI has no word for signatures: four headers that go together. */
const SIGNATURE_HEADERS = [
  ['keyId', 'X-Key-Id', 'Public name of the key'],
  ['timestamp', 'X-Timestamp', 'Seconds since 1970, at most 300 off'],
  ['nonce', 'X-Nonce', '16 to 64 of A–Z a–z 0–9 _ -, used once'],
  ['signature', 'X-Signature', 'Hex HMAC-SHA-256; see the introduction'],
] as const

/** All routes for other systems. */
const partnerApi = (): OpenAPIHono<PartnerEnv> =>
  new OpenAPIHono<PartnerEnv>()
    .route('/', keyRoutes)
    .route('/', memberRoutes)
    .route('/', pointRoutes)
    .route('/', orderEventRoutes)

/** The document of the partner API (OpenAPI 3.1), made of the schemas that its routes check. */
export function openApiDocument(version: string) {
  const api = partnerApi()
  for (const [name, header, description] of SIGNATURE_HEADERS) {
    const scheme = { type: 'apiKey', in: 'header', name: header, description } as const
    api.openAPIRegistry.registerComponent('securitySchemes', name, scheme)
  }
  describeWebhooks(api)
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Member Desk partner API', version, description: INTRODUCTION },
    servers: [{ url: OPEN_API_PATH }],
  })
}

/** The partner API below its path: signed requests only. */
export const openApiRoutes = ({ partnerRequestsMax }: ServerDeps): Hono<AppEnv> =>
  new Hono<AppEnv>().route(
    OPEN_API_PATH,
    // What a partner's routes know more is set by the access in front of them.
    new Hono<PartnerEnv>()
      .use(partnerAccess(partnerRequestsMax))
      .route('/', partnerApi())
      // Else the back office would answer with its page.
      .all('/*', () => {
        throw new AppError('NOT_FOUND')
      }) as unknown as Hono<AppEnv>,
  )
