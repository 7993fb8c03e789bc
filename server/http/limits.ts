import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { timeout } from 'hono/timeout'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../kernel/app-error.ts'
import { UPLOAD_PATH } from './import-upload.ts'
import type { AppEnv } from './app-env.ts'
import { isPartnerPath } from './open-api/problems.ts'

const BODY_BYTES_MAX = 1024 * 1024
const REQUEST_MS_MAX = 30_000
const REQUESTS_MAX = 5_000
const REQUESTS_WINDOW_SECONDS = 10

const tooLarge = (): never => {
  throw new AppError('PAYLOAD_TOO_LARGE', { maxBytes: BODY_BYTES_MAX })
}
const streamLimit = bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLarge })

/**
 * A body that says how long it is is judged by that: the HTTP parser lets no more through, and counting it as a
 * stream costs as much as the rest of a request.
 */
const bodyLimitOfRequests = createMiddleware<AppEnv>(async (c, next) => {
  const { method } = c.req
  const length = c.req.header('content-length')
  const isTold = length !== undefined && c.req.header('transfer-encoding') === undefined
  if (!isTold && method !== 'GET' && method !== 'HEAD') return streamLimit(c, next)
  if (isTold && Number(length) > BODY_BYTES_MAX) tooLarge()
  await next()
})

/** Answers 504; the error handler gives it our code. */
const timeLimitOfRequests = timeout(REQUEST_MS_MAX)

/** A file that is handed over is larger and takes longer; its route has limits of its own. */
const exceptUploads = (limit: MiddlewareHandler<AppEnv>): MiddlewareHandler<AppEnv> =>
  createMiddleware<AppEnv>((c, next) => (c.req.path === UPLOAD_PATH ? next() : limit(c, next)))

export const bodyLimits = exceptUploads(bodyLimitOfRequests)
export const timeLimit = exceptUploads(timeLimitOfRequests)

/** A brake on one address, far above what a back office or a till needs. */
export function rateLimit(requestsMax = REQUESTS_MAX) {
  const limiter = new RateLimiterMemory({ points: requestsMax, duration: REQUESTS_WINDOW_SECONDS })
  return createMiddleware<AppEnv>(async (c, next) => {
    // Each key of a partner has a limit of its own, and so have signatures that are wrong.
    if (isPartnerPath(c.req.path)) return next()
    try {
      await limiter.consume(c.get('ctx').address)
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      const retryAfterSeconds = Math.ceil(error.msBeforeNext / 1000)
      c.header('Retry-After', String(retryAfterSeconds))
      throw new AppError('TOO_MANY_REQUESTS', { retryAfterSeconds })
    }
    await next()
  })
}
