import type { Context as HonoContext, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Language } from '../contract/errors.ts'
import type { Ctx } from '../db/context.ts'
import type { Actor } from '../kernel/context.ts'
import type { AppEnv, ServerDeps } from './app-env.ts'
import { remoteAddress } from './remote-address.ts'

const ANONYMOUS: Actor = {
  kind: 'anonymous',
  permissions: new Set(),
  scope: { kind: 'stores', storeIds: [] },
  name: '',
}

/** Chinese unless the caller asks for English first. */
export function languageOf(c: HonoContext): Language {
  return c.req.header('accept-language')?.trim().toLowerCase().startsWith('en') ? 'en' : 'zh'
}

/** Gives each request its use-case context; nobody is signed in until `access` says who it is. */
export const requestContext = (deps: ServerDeps): MiddlewareHandler<AppEnv> =>
  createMiddleware<AppEnv>(async (c, next) => {
    const requestId = c.get('requestId')
    const ctx: Ctx = {
      db: deps.database.db,
      dialect: deps.database.dialect,
      clock: deps.clock,
      zone: deps.zone,
      keys: deps.keys,
      log: deps.log.child({ requestId }),
      actor: ANONYMOUS,
      requestId,
      address: remoteAddress(c, deps),
      runtime: deps.runtime,
    }
    c.set('ctx', ctx)
    c.set('language', languageOf(c))
    await next()
  })
