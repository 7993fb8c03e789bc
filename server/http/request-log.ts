import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { Counter, Histogram, type Registry } from 'prom-client'
import { nowMs } from '../kernel/clock.ts'
import type { AppEnv, ServerDeps } from './app-env.ts'

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30]

/** Figures of all listeners of one server; made once, since a registry takes each name once. */
export function makeMeters(registry: Registry) {
  const registers = [registry]
  return {
    duration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request to its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS_SECONDS,
      registers,
    }),
    failures: new Counter({
      name: 'http_request_failures_total',
      help: 'Answers with status 500 and above',
      labelNames: ['route'],
      registers,
    }),
  }
}

/** The pattern that answers, not those of what stands before and behind it: the page's fallback matches everything. */
function patternOf(paths: readonly string[]): string {
  const narrow = paths.filter((path) => path !== '/*')
  return narrow.find((path) => !path.endsWith('*')) ?? narrow[0] ?? '/*'
}

export type Meters = ReturnType<typeof makeMeters>

/**
 * One line a request and its figures. The path is logged without its query, which can hold what staff
 * searched for; figures are kept by route pattern, so that their number stays bounded.
 */
export function requestLog({ clock }: ServerDeps, { duration, failures }: Meters) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const startedMs = nowMs(clock)
    await next()
    const ms = nowMs(clock) - startedMs
    const { method, path } = c.req
    const route = patternOf(matchedRoutes(c).map(({ path }) => path))
    const status = c.res.status
    duration.observe({ method, route, status }, ms / 1000)
    if (status >= 500) failures.inc({ route })
    const level = status >= 500 ? 'error' : 'info'
    c.get('ctx').log[level]({ method, path, status, ms }, 'request')
  })
}
