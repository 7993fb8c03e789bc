import type { Context as HonoContext } from 'hono'
import { createMiddleware } from 'hono/factory'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { ERRORS } from '../../contract/errors.ts'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import {
  acceptOnce,
  recognisePartner,
  type Partner,
} from '../../modules/api-keys/api-keys.service.ts'
import type { ApiScope } from '../../modules/api-keys/api-keys.contract.ts'
import type { AppEnv } from '../app-env.ts'

/** What a route of the partner API knows besides: who signed the request. */
export interface PartnerEnv {
  Variables: AppEnv['Variables'] & { partner: Partner }
}

/** Requests of one key in a window, unless the settings say otherwise. */
const REQUESTS_MAX = 100_000
/** Refused signatures of one address in the same window. */
const FAILURES_MAX = 100
const WINDOW_SECONDS = 10
const UNAUTHORIZED = 401

const secondsOf = (ms: number): number => Math.ceil(ms / 1000)

function refuse(ms: number): never {
  throw new AppError('TOO_MANY_REQUESTS', { retryAfterSeconds: secondsOf(ms) })
}

/** Rejects with what is left; anything else is a failure of ours. */
const limitOf = (error: unknown): RateLimiterRes => {
  if (error instanceof RateLimiterRes) return error
  throw error
}

/** Path and query as they were sent, which is what was signed: a parsed address would be another text. */
const sentPath = (url: string): string => url.slice(url.indexOf('/', url.indexOf('//') + 2))

async function signedRequest(c: HonoContext<PartnerEnv>) {
  const header = (name: string): string => c.req.header(name) ?? ''
  return {
    ...{ keyId: header('x-key-id'), timestamp: header('x-timestamp') },
    ...{ nonce: header('x-nonce'), signature: header('x-signature') },
    ...{ method: c.req.method, path: sentPath(c.req.url) },
    // A request that can have none is not asked for it, and as text it is parsed as JSON later: either way else a
    // web request and its streams are made first, which cost as much as all the rest.
    body: c.req.method === 'GET' ? '' : await c.req.text(),
  }
}

/** Refused signatures, by address: one that keeps failing waits before anything is looked up. */
function failureBrake() {
  const failures = new RateLimiterMemory({ points: FAILURES_MAX, duration: WINDOW_SECONDS })
  return {
    async check({ address }: Ctx): Promise<void> {
      const failed = await failures.get(address)
      if (failed && failed.remainingPoints <= 0) refuse(failed.msBeforeNext)
    },
    /** A database that is busy is nobody's wrong signature. */
    async count({ address }: Ctx, error: unknown): Promise<void> {
      const isOurs = !(error instanceof AppError) || ERRORS[error.code].http !== UNAUTHORIZED
      if (!isOurs) await failures.consume(address).catch(limitOf)
    },
  }
}

/** How much a key may still ask is told with every answer (draft-ietf-httpapi-ratelimit-headers-07). */
function requestLimit(requestsMax: number) {
  const requests = new RateLimiterMemory({ points: requestsMax, duration: WINDOW_SECONDS })
  return async (c: HonoContext<PartnerEnv>, { keyId }: Partner): Promise<void> => {
    const used = await requests.consume(keyId).catch(limitOf)
    c.header('RateLimit-Limit', String(requestsMax))
    c.header('RateLimit-Remaining', String(Math.max(0, used.remainingPoints)))
    c.header('RateLimit-Reset', String(secondsOf(used.msBeforeNext)))
    if (used.consumedPoints > requestsMax) refuse(used.msBeforeNext)
  }
}

/**
 * Lets requests in that a key of ours has signed. Each key has its own limit, which is looked at after its
 * signature, so that nobody uses up another's.
 */
export function partnerAccess(requestsMax = REQUESTS_MAX) {
  const limit = requestLimit(requestsMax)
  const brake = failureBrake()
  return createMiddleware<PartnerEnv>(async (c, next) => {
    const ctx = c.get('ctx')
    await brake.check(ctx)
    try {
      const recognised = await recognisePartner(ctx, await signedRequest(c))
      const { partner } = recognised
      await limit(c, partner)
      await acceptOnce(ctx, recognised)
      c.set('partner', partner)
      c.set('ctx', { ...ctx, actor: partner.actor })
    } catch (error) {
      await brake.count(ctx, error)
      throw error
    }
    c.header('Cache-Control', 'no-store')
    await next()
  })
}

/** A route's scope. @throws AppError SCOPE_MISSING */
export const needs = (scope: ApiScope) =>
  createMiddleware<PartnerEnv>(async (c, next) => {
    if (!c.get('partner').scopes.includes(scope)) throw new AppError('SCOPE_MISSING', { scope })
    await next()
  })
