import { createHmac, timingSafeEqual } from 'node:crypto'
import { Hono, type Context as HonoContext } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { z } from 'zod'
import { PERMISSIONS } from '../contract/permissions.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Actor } from '../kernel/context.ts'
import { parseUrl } from '../kernel/parse-url.ts'
import type { AppEnv, ServerDeps } from './app-env.ts'
import { remoteAddress } from './remote-address.ts'

const COOKIE = 'md_session'
const WRONG_TOKENS_A_MINUTE = 10

const BACK_OFFICE: Actor = { kind: 'backOffice', permissions: new Set(PERMISSIONS) }

/** Compares digests: equal length and time whatever is given. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

/** The cookie proves that its owner knew the token, and does not hold it. */
const cookieValue = (accessToken: string): string =>
  createHmac('sha256', accessToken).update('member-desk/browser-session').digest('base64url')

const isHttps = (c: HonoContext, { publicUrl }: ServerDeps): boolean =>
  (publicUrl ?? new URL(c.req.url)).protocol === 'https:'

/** A browser sends cookies by itself, so what it sends must come from our own page. */
function assertOwnOrigin(c: HonoContext, { publicUrl }: ServerDeps): void {
  const origin = c.req.header('origin')
  if (origin === undefined || origin === publicUrl?.origin) return
  const host = parseUrl(origin)?.host ?? ''
  if (host === '' || host !== c.req.header('host')) throw new AppError('FOREIGN_ORIGIN')
}

/** Says who asks: the bearer of the access token, or a browser that exchanged it for a cookie. */
export const access = (deps: ServerDeps) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const bearer = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    const cookie = getCookie(c, COOKIE)
    let isKnown = false
    if (bearer !== undefined) isKnown = isSame(bearer, deps.accessToken)
    else if (cookie !== undefined && isSame(cookie, cookieValue(deps.accessToken))) {
      assertOwnOrigin(c, deps)
      isKnown = true
    }
    if (isKnown) c.set('ctx', { ...c.get('ctx'), actor: BACK_OFFICE })
    await next()
  })

const sessionInput = z.object({ accessToken: z.string().max(256) })

/** `POST /session` exchanges the access token for a cookie; `DELETE /session` forgets it. */
export function sessionRoutes(deps: ServerDeps): Hono<AppEnv> {
  const wrongTokens = new RateLimiterMemory({ points: WRONG_TOKENS_A_MINUTE, duration: 60 })
  const assertFewWrong = async (address: string) => {
    const state = await wrongTokens.get(address)
    if (state && state.consumedPoints >= WRONG_TOKENS_A_MINUTE) {
      throw new AppError('TOO_MANY_REQUESTS', {
        retryAfterSeconds: Math.ceil(state.msBeforeNext / 1000),
      })
    }
  }
  const countWrong = (address: string) =>
    wrongTokens.consume(address).catch((error: unknown) => {
      // The limiter says "too many" by rejecting; the next attempt is refused for it.
      if (!(error instanceof RateLimiterRes)) throw error
    })
  return new Hono<AppEnv>()
    .post('/session', async (c) => {
      assertOwnOrigin(c, deps)
      const body: unknown = await c.req.json().catch(() => undefined)
      const { accessToken } = sessionInput.parse(body)
      // Only wrong ones are counted: a stranger's guesses never keep out who knows the token.
      if (!isSame(accessToken, deps.accessToken)) {
        const address = remoteAddress(c)
        await assertFewWrong(address)
        await countWrong(address)
        throw new AppError('UNAUTHENTICATED')
      }
      setCookie(c, COOKIE, cookieValue(deps.accessToken), {
        httpOnly: true,
        sameSite: 'Strict',
        secure: isHttps(c, deps),
        path: '/',
      })
      return c.body(null, 204)
    })
    .delete('/session', (c) => {
      assertOwnOrigin(c, deps)
      deleteCookie(c, COOKIE, { path: '/' })
      return c.body(null, 204)
    })
}
