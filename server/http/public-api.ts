import { Hono } from 'hono'
import type { AppEnv } from './app-env.ts'

/**
 * What is open to the world: routes of members (`/app-api`), partners (`/open-api/v1`) and WeChat are
 * mounted here by their features. None exists yet, and what is not mounted answers 404.
 */
export function publicRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>()
}
