import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'
import { AppError } from '../kernel/app-error.ts'
import type { AppEnv, ServerDeps } from './app-env.ts'
import { isLoopbackName } from './host-name.ts'
import { isPartnerPath } from './open-api/problems.ts'

/** The desktop shell sends the same policy with the pages that it serves. */
const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // Element Plus positions its popovers by inline styles.
    styleSrc: ["'self'", "'unsafe-inline'"],
    // Pictures of members lie where their addresses say.
    imgSrc: ["'self'", 'data:', 'blob:', 'https:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
})

/** What a program reads: said before the answer is made, since one that is made is costly to change. */
const API_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=15552000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
} as const

export const securityHeaders = createMiddleware<AppEnv>(async (c, next) => {
  if (!isPartnerPath(c.req.path)) return pageHeaders(c, next)
  for (const [name, value] of Object.entries(API_HEADERS)) c.header(name, value)
  await next()
})

/**
 * On loopback only this machine's names and the public address are accepted: another name is a page that
 * rebinds DNS.
 */
export const hostCheck = ({ isLoopback, publicUrl }: ServerDeps) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const host = c.req.header('host') ?? ''
    const isOurs = host === publicUrl?.host || isLoopbackName(host.replace(/:\d+$/, ''))
    if (isLoopback && !isOurs) throw new AppError('FOREIGN_ORIGIN')
    await next()
  })
