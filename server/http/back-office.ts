import { serveStatic } from '@hono/node-server/serve-static'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono'
import { appRouter } from '../trpc/app-router.ts'
import { unwrapped } from '../trpc/trpc.ts'
import { describeError } from '../kernel/describe-error.ts'
import { metricsRoutes } from './health.ts'
import { importTemplateRoutes } from './import-templates.ts'
import { importUploadRoutes } from './import-upload.ts'
import { jobFileRoutes } from './job-files.ts'
import { sessionCookie } from './session-cookie.ts'
import type { AppEnv, ServerDeps } from './app-env.ts'

const YEAR_SECONDS = 31_536_000
/** As many as the back office sends at once. */
const BATCH_MAX = 10

/** tRPC for the back office. Reads come as POST too, so that what staff search for is in no URL. */
function trpcRoutes(deps: ServerDeps): Hono<AppEnv> {
  return new Hono<AppEnv>().all('/trpc/*', (c) => {
    const ctx = c.get('ctx')
    return fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: appRouter,
      allowMethodOverride: true,
      maxBatchSize: BATCH_MAX,
      createContext: ({ resHeaders }) => ({
        ...ctx,
        language: c.get('language'),
        session: sessionCookie(c, deps, resHeaders),
        userAgent: c.req.header('user-agent') ?? '',
        firstRunToken: deps.firstRunToken,
      }),
      onError({ error, path }) {
        const { code } = describeError(unwrapped(error), 'en', ctx.requestId)
        if (code === 'INTERNAL')
          ctx.log.error({ err: error.cause ?? error, path }, 'procedure failed')
        else ctx.log.info({ code, path }, 'procedure refused')
      },
    })
  })
}

/** The built page: its assets carry a hash in their name, everything else is looked at anew. */
function pageRoutes(folder: string): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .use('/*', async (c, next) => {
      await next()
      // An old page would ask for assets that the next version no longer has.
      const isAsset = c.res.ok && c.req.path.startsWith('/assets/')
      const lifetime = isAsset ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache'
      c.res.headers.set('Cache-Control', lifetime)
    })
    .use('/*', serveStatic({ root: folder }))
    .get('/*', async (c, next) => {
      // A page of the client-side router, not a missing file.
      if (c.req.path.split('/').at(-1)?.includes('.')) return next()
      return serveStatic<AppEnv>({ root: folder, path: 'index.html' })(c, next)
    })
}

/** What only staff use. */
export function backOfficeRoutes(deps: ServerDeps): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
    .route('/', trpcRoutes(deps))
    .route('/', jobFileRoutes(deps))
    .route('/', importUploadRoutes())
    .route('/', importTemplateRoutes())
    .route('/', metricsRoutes(deps))
  return deps.backOfficeDir ? routes.route('/', pageRoutes(deps.backOfficeDir)) : routes
}
