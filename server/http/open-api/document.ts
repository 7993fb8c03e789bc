import { Hono } from 'hono'
import type { AppEnv, ServerDeps } from '../app-env.ts'
import { openApiDocument } from './open-api.ts'

/** What the partner API is, for programs. */
export function documentRoutes({ runtime }: ServerDeps): Hono<AppEnv> {
  const document = openApiDocument(runtime.version)
  return new Hono<AppEnv>().get('/openapi.json', (c) => c.json(document))
}
