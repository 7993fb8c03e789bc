import { Hono } from 'hono'
import type { Language } from '../../contract/errors.ts'
import type { AppEnv, ServerDeps } from '../app-env.ts'
import { withExamples } from './docs-examples.ts'
import type { ApiDocument } from './docs-model.ts'
import { docsPage } from './docs-page.ts'
import { openApiDocument } from './open-api.ts'

const isLanguage = (text: string | undefined): text is Language => text === 'zh' || text === 'en'

/** What the partner API is: `/openapi.json` for programs, `/docs` for people, made of the same. */
export function documentRoutes({ runtime }: ServerDeps): Hono<AppEnv> {
  // Its types allow all that OpenAPI does; what our routes make of it is less.
  const document = withExamples(openApiDocument(runtime.version) as unknown as ApiDocument)
  return new Hono<AppEnv>()
    .get('/openapi.json', (c) => c.json(document))
    .get('/docs', (c) => {
      const asked = c.req.query('lang')
      c.header('Vary', 'Accept-Language')
      return c.html(docsPage(document, isLanguage(asked) ? asked : c.get('language')))
    })
}
