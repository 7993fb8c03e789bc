import { createHash } from 'node:crypto'
import { createRoute, OpenAPIHono, z, type RouteConfig } from '@hono/zod-openapi'
import { AppError } from '../../kernel/app-error.ts'
import type { ApiScope } from '../../modules/api-keys/api-keys.contract.ts'
import { needs, type PartnerEnv } from './partner-access.ts'
import { fieldName, problem } from './problems.ts'

/** Routes of one feature. What is not valid is refused with the field that is wrong. */
export const partnerRoutes = (): OpenAPIHono<PartnerEnv> =>
  new OpenAPIHono<PartnerEnv>({
    defaultHook: (result) => {
      if (result.success) return
      // It is the only header that routes ask for.
      if (result.target === 'header') throw new AppError('IDEMPOTENCY_KEY_NEEDED')
      const fields: Record<string, string[]> = {}
      for (const { path, message } of result.error.issues)
        (fields[fieldName(result.target, path)] ??= []).push(message)
      throw new AppError('INVALID_INPUT', {}, { fields })
    },
  })

/** Of an endpoint that has no parameters, or no query. */
export const NOTHING = z.object({})

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/

/** The header of every write. */
const idempotencyHeader = z.object({
  'idempotency-key': z.string().regex(IDEMPOTENCY_KEY).openapi({
    description:
      '1–128 visible ASCII characters, made by the caller before the first attempt. The same key with the same body gives the first answer, with another body 422.',
    example: '0192f0c1-3b7a-7c11-9f6e-2f3a5f0d9b11',
  }),
})

interface Endpoint {
  readonly method: 'get' | 'post'
  /** Below `/open-api/v1`. */
  readonly path: string
  readonly id: string
  readonly tag: string
  readonly summary: string
  readonly scope?: ApiScope
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
}

const json = <T extends z.ZodType>(schema: T) => ({ 'application/json': { schema } })
const PROBLEM = {
  description: 'Refused',
  content: { 'application/problem+json': { schema: problem } },
}

/** What an endpoint asks for; where it asks for nothing, nothing is checked. */
function asking<R extends { params?: z.ZodObject; query?: z.ZodObject }>(request: R): R {
  const { params, query, ...others } = request
  const asked = {
    ...(params === NOTHING ? {} : { params }),
    ...(query === undefined || query === NOTHING ? {} : { query }),
    ...others,
  }
  // What is left out is an object without fields, which nobody reads.
  return asked as R
}

const done = <A extends z.ZodType>(answer: A) => ({
  200: { description: 'Done', content: json(answer) },
  default: PROBLEM,
})

function configOf({ method, path, id, tag, summary, scope }: Endpoint) {
  return {
    ...{ method, path, summary, operationId: id, tags: [tag] },
    security: [{ keyId: [], timestamp: [], nonce: [], signature: [] }],
    ...(scope === undefined ? {} : { middleware: needs(scope) }),
    ...(scope === undefined ? {} : { description: `Scope: \`${scope}\`` }),
  } satisfies Partial<RouteConfig>
}

/** A read. */
export const read = <P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodType>(
  endpoint: Endpoint & { readonly params: P; readonly query: Q; readonly answer: A },
) =>
  createRoute({
    ...configOf(endpoint),
    request: asking({ params: endpoint.params, query: endpoint.query }),
    responses: done(endpoint.answer),
  })

/** A look-up whose question is in the body, so that personal data is in no address. */
export const ask = <P extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  endpoint: Endpoint & { readonly params: P; readonly body: B; readonly answer: A },
) =>
  createRoute({
    ...configOf(endpoint),
    request: asking({
      params: endpoint.params,
      body: { content: json(endpoint.body), required: true },
    }),
    responses: done(endpoint.answer),
  })

/** A write: repeated with its key it is answered as the first time. */
export const write = <P extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  endpoint: Endpoint & { readonly params: P; readonly body: B; readonly answer: A },
) =>
  createRoute({
    ...configOf(endpoint),
    request: asking({
      ...{ params: endpoint.params, headers: idempotencyHeader },
      body: { content: json(endpoint.body), required: true },
    }),
    responses: {
      ...done(endpoint.answer),
      202: { description: 'Kept until what it needs has come', content: json(endpoint.answer) },
    },
  })

/** Who gives a command, and the key by which he would give it again. */
export interface GivenKey {
  readonly caller: string
  readonly key: string
  readonly body: string
}

/**
 * The key of a write: it belongs to the API key and the route, and to what was asked for.
 * @param asked what was asked for, parsed: another way to write the same JSON is the same
 * @throws AppError IDEMPOTENCY_KEY_NEEDED
 */
export function givenKey(
  apiKeyId: number,
  route: string,
  { given, asked }: { given: string | undefined; asked: unknown },
): GivenKey {
  if (given === undefined || !IDEMPOTENCY_KEY.test(given))
    throw new AppError('IDEMPOTENCY_KEY_NEEDED')
  const body = createHash('sha256').update(JSON.stringify(asked)).digest('hex')
  return { caller: `key:${apiKeyId}`, key: `${route} ${given}`, body }
}
