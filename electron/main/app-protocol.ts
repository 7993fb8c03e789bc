import { protocol, session } from 'electron'
import { APP_SCHEME, isAppUrl } from './app-url.ts'
import type { Fetch } from './handshake.ts'
import { type PassOnOptions, passOn } from './pass-on.ts'
import { routeRequest } from './request-route.ts'
import { securityHeaders } from './security-headers.ts'
import type { Logger } from './server-link.ts'
import { fileResponse, pageResponse } from './static-files.ts'

/** Before Electron is ready, and once only: Electron ignores a second call. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/**
 * Requests of the shell go through a session of their own, kept in memory: no cookie, cache entry or
 * permission is shared with the page.
 */
export function shellFetch(): Fetch {
  const own = session.fromPartition('shell', { cache: false })
  return (url, init) => own.fetch(url, { ...init, bypassCustomProtocolHandlers: true })
}

export interface AppProtocolOptions extends PassOnOptions {
  readonly rendererDir: string
  /** Vite's server, in development only. */
  readonly devUrl: string | undefined
}

async function answer(request: Request, options: AppProtocolOptions): Promise<Response> {
  const { rendererDir, devUrl } = options
  const { pathname, search } = new URL(request.url)
  const route = routeRequest(rendererDir, pathname)
  if (!isAppUrl(request.url) || (route.to === 'refused' && devUrl === undefined)) {
    return new Response('Forbidden', { status: 403 })
  }
  if (route.to === 'server') return passOn(request, options)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response('Method not allowed', { status: 405, headers: { allow: 'GET, HEAD' } })
  }
  // Vite serves modules under names such as /@id/…, which are no files of the built page.
  if (devUrl !== undefined) return options.fetch(new URL(pathname + search, devUrl).href, {})
  return route.to === 'file' ? fileResponse(route.path) : pageResponse(rendererDir)
}

function withSecurityHeaders(response: Response, headers: Readonly<Record<string, string>>) {
  const all = new Headers(response.headers)
  for (const [name, value] of Object.entries(headers)) all.set(name, value)
  const { status, statusText, body } = response
  return new Response(body, { status, statusText, headers: all })
}

/** Socket of Vite's hot reload, the one thing that the page may reach beside itself in development. */
const devSocket = (devUrl: string | undefined) => devUrl?.replace(/^http/, 'ws').replace(/\/$/, '')

/** Serves `app://admin/`: the built page, and the server's answers as if they came from there. */
export function serveApp(options: AppProtocolOptions, log: Logger): void {
  const headers = securityHeaders(devSocket(options.devUrl))
  protocol.handle(APP_SCHEME, async (request) => {
    try {
      return withSecurityHeaders(await answer(request, options), headers)
    } catch (error) {
      log.error('app protocol:', new URL(request.url).pathname, error)
      return withSecurityHeaders(new Response('Internal error', { status: 500 }), headers)
    }
  })
}
