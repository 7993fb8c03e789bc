import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { z } from 'zod'
import { AppError } from '../kernel/app-error.ts'
import { openSealed, sealedSize } from '../kernel/sealed-file.ts'
import { getJob, getJobFile } from '../modules/jobs/jobs.service.ts'
import { attachment } from './attachment.ts'
import type { AppEnv, ServerDeps } from './app-env.ts'

/** What a job says of how its file is called; the stored name is of nobody's interest. */
const namedCopy = z.object({ copyName: z.string() })

/** `GET /files/jobs/ID`: the file that one's own job made. */
export function jobFileRoutes({ jobFilesDir }: ServerDeps): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/files/jobs/:id', async (c) => {
    const ctx = c.get('ctx')
    if (ctx.actor.kind !== 'staff') throw new AppError('UNAUTHENTICATED')
    const id = z.uuid().safeParse(c.req.param('id'))
    if (!id.success) throw new AppError('NOT_FOUND')
    const file = basename(await getJobFile(ctx, id.data))
    const { result } = await getJob(ctx, id.data)
    const path = join(jobFilesDir, file)
    const size = await sealedSize(path).catch(() => undefined)
    if (size === undefined) throw new AppError('NOT_FOUND')
    // A file that was altered breaks off: fewer bytes than promised are no download.
    const body = Readable.from(openSealed(path, ctx.keys, file), { objectMode: false })
    const shown = namedCopy.safeParse(result).data?.copyName
    return c.body(Readable.toWeb(body) as ReadableStream, 200, {
      ...attachment(file, shown),
      'Content-Length': String(size),
      'Cache-Control': 'no-store',
    })
  })
}
