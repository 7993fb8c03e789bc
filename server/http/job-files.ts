import { basename, extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { z } from 'zod'
import { AppError } from '../kernel/app-error.ts'
import { openSealed, sealedSize } from '../kernel/sealed-file.ts'
import { getJobFile } from '../modules/jobs/jobs.service.ts'
import type { AppEnv, ServerDeps } from './app-env.ts'

/** Files keep the encoding they were handed over in, so none is named. */
const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** `GET /files/jobs/ID`: the file that one's own job made. */
export function jobFileRoutes({ jobFilesDir }: ServerDeps): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/files/jobs/:id', async (c) => {
    const ctx = c.get('ctx')
    if (ctx.actor.kind !== 'staff') throw new AppError('UNAUTHENTICATED')
    const id = z.uuid().safeParse(c.req.param('id'))
    if (!id.success) throw new AppError('NOT_FOUND')
    const file = basename(await getJobFile(ctx, id.data))
    const path = join(jobFilesDir, file)
    const size = await sealedSize(path).catch(() => undefined)
    if (size === undefined) throw new AppError('NOT_FOUND')
    // A file that was altered breaks off: fewer bytes than promised are no download.
    const body = Readable.from(openSealed(path, ctx.keys, file), { objectMode: false })
    return c.body(Readable.toWeb(body) as ReadableStream, 200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Disposition': `attachment; filename="${file}"`,
      'Content-Length': String(size),
      'Cache-Control': 'no-store',
    })
  })
}
