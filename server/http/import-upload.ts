import { Hono } from 'hono'
import { AppError } from '../kernel/app-error.ts'
import { uploadQuery } from '../modules/imports/imports.contract.ts'
import { receiveFile, requireImportRight } from '../modules/imports/imports.service.ts'
import type { AppEnv } from './app-env.ts'

/** Where files are handed over; the limits of other requests do not hold there. */
export const UPLOAD_PATH = '/files/imports'

/** Bytes of a request as they arrive. */
async function* bytesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    reader.releaseLock()
  }
}

/** `POST /files/imports?kind=members&name=…` with the file as its body. Answers the file's id. */
export function importUploadRoutes(): Hono<AppEnv> {
  return new Hono<AppEnv>().post(UPLOAD_PATH, async (c) => {
    const ctx = c.get('ctx')
    if (ctx.actor.kind !== 'staff') throw new AppError('UNAUTHENTICATED')
    const { kind, name } = uploadQuery.parse(c.req.query())
    requireImportRight(ctx, kind)
    const { body } = c.req.raw
    if (!body) throw new AppError('FILE_EMPTY')
    const { id } = await receiveFile(ctx, { kind, name, bytes: bytesOf(body) })
    return c.json({ id })
  })
}
