import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { AppError } from '../kernel/app-error.ts'
import { templateQuery } from '../modules/imports/imports.contract.ts'
import { makeTemplate, requireImportRight } from '../modules/imports/imports.service.ts'
import { attachment } from './attachment.ts'
import type { AppEnv } from './app-env.ts'

/** `GET /files/import-templates?kind=members&format=xlsx&language=zh`: headings and an example to begin with. */
export function importTemplateRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/files/import-templates', (c) => {
    const ctx = c.get('ctx')
    if (ctx.actor.kind !== 'staff') throw new AppError('UNAUTHENTICATED')
    const query = templateQuery.parse(c.req.query())
    requireImportRight(ctx, query.kind)
    const { name, bytes } = makeTemplate(query)
    const body = Readable.toWeb(Readable.from(bytes, { objectMode: false })) as ReadableStream
    return c.body(body, 200, {
      ...attachment(`${query.kind}-template.${query.format}`, name),
      'Cache-Control': 'no-store',
    })
  })
}
