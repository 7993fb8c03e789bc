import { createMiddleware } from 'hono/factory'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { authenticatePartner, type Partner } from '../../modules/api-keys/api-keys.service.ts'
import type { ApiScope } from '../../modules/api-keys/api-keys.contract.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { AppEnv } from '../app-env.ts'

/** What a route of the partner API knows besides: who signed the request. */
export interface PartnerEnv {
  Variables: AppEnv['Variables'] & { partner: Partner }
}

/** Requests of one key in a window; refused signatures of one address in the same window. */
const REQUESTS_MAX = 100_000
const FAILURES_MAX = 100
const WINDOW_SECONDS = 10

const secondsOf = (ms: number): number => Math.ceil(ms / 1000)

function refuse(ms: number): never {
  throw new AppError('TOO_MANY_REQUESTS', { retryAfterSeconds: secondsOf(ms) })
}

/** Rejects with what is left; anything else is a failure of ours. */
const limitOf = (error: unknown): RateLimiterRes => {
  if (error instanceof RateLimiterRes) return error
  throw error
}

/**
 * Lets requests in that a key of ours has signed. Each key has its own limit, told in headers with every
 * answer (`RateLimit-*`, draft-ietf-httpapi-ratelimit-headers); an address that keeps failing waits.
 */
export function partnerAccess(requestsMax = REQUESTS_MAX) {
  const requests = new RateLimiterMemory({ points: requestsMax, duration: WINDOW_SECONDS })
  const failures = new RateLimiterMemory({ points: FAILURES_MAX, duration: WINDOW_SECONDS })
  return createMiddleware<PartnerEnv>(async (c, next) => {
    const ctx = c.get('ctx')
    const failed = await failures.get(ctx.address)
    if (failed && failed.remainingPoints <= 0) refuse(failed.msBeforeNext)
    const { pathname, search } = new URL(c.req.url)
    const header = (name: string): string => c.req.header(name) ?? ''
    const partner = await authenticatePartner(ctx, {
      ...{ keyId: header('x-key-id'), timestamp: header('x-timestamp') },
      ...{ nonce: header('x-nonce'), signature: header('x-signature') },
      ...{ method: c.req.method, path: pathname + search },
      body: new Uint8Array(await c.req.arrayBuffer()),
    }).catch(async (error: unknown) => {
      if (error instanceof AppError) await failures.consume(ctx.address).catch(limitOf)
      throw error
    })
    const used = await requests.consume(partner.keyId).catch(limitOf)
    c.header('RateLimit-Limit', String(requestsMax))
    c.header('RateLimit-Remaining', String(Math.max(0, used.remainingPoints)))
    c.header('RateLimit-Reset', String(secondsOf(used.msBeforeNext)))
    if (used.consumedPoints > requestsMax) refuse(used.msBeforeNext)
    c.set('partner', partner)
    c.set('ctx', { ...ctx, actor: partner.actor })
    await next()
  })
}

/** A route's scope. @throws AppError SCOPE_MISSING */
export const needs = (scope: ApiScope) =>
  createMiddleware<PartnerEnv>(async (c, next) => {
    if (!c.get('partner').scopes.includes(scope)) throw new AppError('SCOPE_MISSING', { scope })
    await next()
  })
