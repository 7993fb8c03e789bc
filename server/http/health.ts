import { Hono } from 'hono'
import { PRODUCT, PROTOCOL, PROTOCOL_OLDEST, type VersionInfo } from '../contract/version.ts'
import { AppError } from '../kernel/app-error.ts'
import { bearerOf, isSameToken } from './access.ts'
import type { AppEnv, ServerDeps } from './app-env.ts'

/**
 * `/healthz`: the process answers, whatever the database does. `/readyz`: it may be sent requests.
 * `/version`: the handshake.
 */
export function healthRoutes(deps: ServerDeps): Hono<AppEnv> {
  const version: VersionInfo = {
    product: PRODUCT,
    version: deps.runtime.version,
    protocol: PROTOCOL,
    protocolOldest: PROTOCOL_OLDEST,
  }
  return new Hono<AppEnv>()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/version', (c) => c.json(version))
    .get('/readyz', async (c) => {
      if (!deps.isAccepting()) throw new AppError('SHUTTING_DOWN')
      try {
        await deps.database.ping()
      } catch (error) {
        const reason = 'no answer'
        throw new AppError('DATABASE_UNREACHABLE', { reason }, { cause: error })
      }
      return c.json({ status: 'ready' })
    })
}

/** `/metrics`, with the token of the settings. Not on the public listener. */
export function metricsRoutes({ metrics, metricsToken }: ServerDeps): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/metrics', async (c) => {
    if (metricsToken === undefined) throw new AppError('NOT_FOUND')
    if (!isSameToken(bearerOf(c), metricsToken)) throw new AppError('UNAUTHENTICATED')
    return c.text(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType })
  })
}
