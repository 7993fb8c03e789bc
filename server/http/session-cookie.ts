import type { Context as HonoContext } from 'hono'
import { generateCookie } from 'hono/cookie'
import type { SessionCookie } from '../trpc/trpc.ts'
import type { ServerDeps } from './app-env.ts'

export const SESSION_COOKIE = 'md_session'
/** As long as a session can last; the server itself ends it, often earlier. */
const MAX_AGE_SECONDS = 7 * 24 * 3600

const isHttps = (c: HonoContext, { publicUrl }: ServerDeps): boolean =>
  (publicUrl ?? new URL(c.req.url)).protocol === 'https:'

/**
 * The session's cookie: out of reach of scripts, and sent with requests of our own pages only.
 * @param headers those of the answer, which tRPC makes itself
 */
export function sessionCookie(c: HonoContext, deps: ServerDeps, headers: Headers): SessionCookie {
  const write = (value: string, maxAge: number) => {
    const secure = isHttps(c, deps)
    const attributes = { httpOnly: true, sameSite: 'Strict', path: '/', secure, maxAge } as const
    headers.append('Set-Cookie', generateCookie(SESSION_COOKIE, value, attributes))
  }
  return { set: (token) => write(token, MAX_AGE_SECONDS), clear: () => write('', 0) }
}
