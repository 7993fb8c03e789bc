import { Hono } from 'hono'
import type { AppEnv, ServerDeps } from './app-env.ts'
import { documentRoutes } from './open-api/document.ts'
import { openApiRoutes } from './open-api/open-api.ts'

/**
 * What is open to the world: routes of partners (`/open-api/v1`) with their document, and later those of
 * members (`/app-api`) and WeChat. What is not mounted answers 404.
 */
export const publicRoutes = (deps: ServerDeps): Hono<AppEnv> =>
  new Hono<AppEnv>().route('/', openApiRoutes(deps)).route('/', documentRoutes(deps))
