import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context as HonoContext } from 'hono'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { AppError } from '../kernel/app-error.ts'
import { parseUrl } from '../kernel/parse-url.ts'
import { authenticate } from '../modules/staff/staff.service.ts'
import type { AppEnv, ServerDeps } from './app-env.ts'
import { SESSION_COOKIE } from './session-cookie.ts'

/** Compares digests: equal length and time whatever is given. */
export function isSameToken(given: string, wanted: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

export const bearerOf = (c: HonoContext): string =>
  /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? ''

/** A browser sends cookies by itself, so what it sends must come from our own page. */
function assertOwnOrigin(c: HonoContext, { publicUrl }: ServerDeps): void {
  const origin = c.req.header('origin')
  if (origin === undefined || origin === publicUrl?.origin) return
  const host = parseUrl(origin)?.host ?? ''
  if (host === '' || host !== c.req.header('host')) throw new AppError('FOREIGN_ORIGIN')
}

/**
 * Guards what staff use. The embedded server answers only its own desktop window, which knows the launch
 * token. Who asks is said by the session's cookie; without one he is nobody, and the procedures decide.
 */
export const access = (deps: ServerDeps) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { launchToken } = deps
    if (launchToken !== undefined && !isSameToken(bearerOf(c), launchToken)) {
      throw new AppError('LAUNCH_TOKEN_WRONG')
    }
    assertOwnOrigin(c, deps)
    const token = getCookie(c, SESSION_COOKIE)
    const ctx = c.get('ctx')
    const actor = token === undefined ? undefined : await authenticate(ctx, token)
    if (actor) c.set('ctx', { ...ctx, actor })
    await next()
  })
