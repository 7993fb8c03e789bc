import { z } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ERRORS, type ErrorData } from '../../contract/errors.ts'
import type { AppEnv } from '../app-env.ts'

export const OPEN_API_PATH = '/open-api/v1'

/** Does a path belong to partners? Then so does the shape of its errors. */
export const isPartnerPath = (path: string): boolean =>
  path === OPEN_API_PATH || path.startsWith(`${OPEN_API_PATH}/`)

/** An error as partners get it (RFC 9457). `code` is stable; title and detail are for people. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    /** Of fields that are not valid: where, and what is wrong. */
    errors: z
      .array(
        z.object({
          /** Into the body (RFC 6901). */
          pointer: z.string().optional(),
          /** Of the path or the query. */
          parameter: z.string().optional(),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .openapi('Problem')

const PARAMETER = 'parameter:'

/** How a field is named between the check of a request and the answer. */
export const fieldName = (target: string, path: readonly PropertyKey[]): string =>
  `${target === 'json' ? '' : PARAMETER}${path.join('.')}`

function placeOf(field: string): { pointer: string } | { parameter: string } {
  if (field.startsWith(PARAMETER)) return { parameter: field.slice(PARAMETER.length) }
  return { pointer: field === '' ? '#' : `#/${field.replaceAll('.', '/')}` }
}

/** When to ask again, of refusals that pass by themselves or with help; the error itself may know better. */
const RETRY_AFTER_SECONDS: Readonly<Record<number, number>> = { 503: 2, 507: 30 }

/** The answer to a request of a partner that can't be done. */
export function problemAnswer(c: HonoContext<AppEnv>, described: ErrorData): Response {
  const { code, message, requestId, fields, params } = described
  const status = ERRORS[code].http
  const errors = Object.entries(fields ?? {}).flatMap(([field, details]) =>
    details.map((detail) => ({ ...placeOf(field), detail })),
  )
  const retryAfterSeconds = params['retryAfterSeconds'] ?? RETRY_AFTER_SECONDS[status]
  if (retryAfterSeconds !== undefined) c.header('Retry-After', String(retryAfterSeconds))
  const body: z.infer<typeof problem> = {
    type: `urn:member-desk:problem:${code}`,
    title: ERRORS[code].text[c.get('language') ?? 'zh'].replace(/\{\w+\}/g, '…'),
    ...{ status, detail: message, code, requestId },
    ...(errors.length > 0 ? { errors } : {}),
  }
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'Content-Type': 'application/problem+json',
  })
}
