import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { access } from './http/access.ts'
import type { AppEnv, ServerDeps } from './http/app-env.ts'
import { backOfficeRoutes } from './http/back-office.ts'
import { handleError, handleNotFound } from './http/error-handler.ts'
import { healthRoutes } from './http/health.ts'
import { bodyLimits, rateLimit, timeLimit } from './http/limits.ts'
import { requestContext } from './http/request-context.ts'
import { makeMeters, requestLog, type Meters } from './http/request-log.ts'
import { hostCheck, securityHeaders } from './http/security.ts'

/** What every listener does before a route is looked for. */
function base(deps: ServerDeps, meters: Meters): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.onError(handleError(deps.log))
  app.notFound(handleNotFound)
  app.use(
    requestId({ generator: () => randomUUID() }),
    requestContext(deps),
    requestLog(deps, meters),
    securityHeaders,
  )
  app.use(hostCheck(deps), rateLimit(), timeLimit, bodyLimits, access(deps))
  return app.route('/', healthRoutes(deps))
}

/**
 * The server's HTTP applications, without a socket: staff use the back office, and a home decides on
 * which listener it is mounted. A listener for members and partners gets routes of its own and never
 * `/trpc`.
 */
export function createServer(deps: ServerDeps): { backOffice: Hono<AppEnv> } {
  const meters = makeMeters(deps.metrics)
  return { backOffice: base(deps, meters).route('/', backOfficeRoutes(deps)) }
}
