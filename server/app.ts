import { randomUUID } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { requestId } from 'hono/request-id'
import { access } from './http/access.ts'
import type { AppEnv, ServerDeps } from './http/app-env.ts'
import { backOfficeRoutes } from './http/back-office.ts'
import { handleError, handleNotFound } from './http/error-handler.ts'
import { healthRoutes } from './http/health.ts'
import { bodyLimits, rateLimit, timeLimit } from './http/limits.ts'
import { publicRoutes } from './http/public-api.ts'
import { requestContext } from './http/request-context.ts'
import { makeMeters, requestLog, type Meters } from './http/request-log.ts'
import { hostCheck, securityHeaders } from './http/security.ts'

/** What every listener does before a route is looked for, and the routes that all have. */
function base(
  deps: ServerDeps,
  meters: Meters,
  guards: readonly MiddlewareHandler<AppEnv>[] = [],
): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.onError(handleError(deps.log))
  app.notFound(handleNotFound)
  app.use(
    requestId({ headerName: '', generator: () => randomUUID() }),
    requestContext(deps),
    requestLog(deps, meters),
    securityHeaders,
  )
  app.use(rateLimit(), timeLimit, bodyLimits)
  for (const guard of guards) app.use(guard)
  return app.route('/', healthRoutes(deps))
}

export interface ServerApps {
  /** For staff. Only here is it asked who is signed in. */
  readonly backOffice: Hono<AppEnv>
  /** For members, partners and WeChat: a listener of its own has no `/trpc` and knows no staff. */
  readonly publicApi: Hono<AppEnv>
  /** Both on one listener, as a standalone server has them. */
  readonly everything: Hono<AppEnv>
}

/**
 * The server's HTTP applications, without a socket. A home decides which of them it mounts on which
 * listener.
 */
export function createServer(deps: ServerDeps): ServerApps {
  const meters = makeMeters(deps.metrics)
  const forStaff = () => base(deps, meters, [hostCheck(deps), access(deps)])
  return {
    backOffice: forStaff().route('/', backOfficeRoutes(deps)),
    publicApi: base(deps, meters).route('/', publicRoutes(deps)),
    everything: forStaff().route('/', publicRoutes(deps)).route('/', backOfficeRoutes(deps)),
  }
}
