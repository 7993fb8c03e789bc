import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ImportFile as StoredFile } from '../../db/generated/sqlite/client.ts'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { openSealed, sealTo } from '../../kernel/sealed-file.ts'
import { FILE_BYTES_MAX } from '../../contract/table.ts'
import { readHeadings } from './headings.ts'
import type { ImportKind } from './imports.contract.ts'
import { proposeMapping } from './mapping.ts'
import { recallMapping } from './remembered-mappings.ts'
import { detectFormat } from '../../kernel/table/detect-format.ts'
import type { OpenBytes } from '../../kernel/table/table.ts'

/** Files hold personal data: they are kept as long as an import takes, and a week to look things up. */
const KEPT_MS = 7 * 24 * 3_600_000

/** A sealed file is bound to its own name. */
const nameOf = (id: string): string => `import-${id}`
/** Where an uploaded file lies, sealed. */
const pathOf = (ctx: Ctx, id: string): string => join(ctx.runtime.filesDir, nameOf(id))

/** The bytes of an uploaded file, from the beginning each time. */
export const openUpload =
  (ctx: Ctx, id: string): OpenBytes =>
  () =>
    openSealed(pathOf(ctx, id), ctx.keys, nameOf(id))

/** Passes bytes on, counts and hashes them, and stops at the limit. */
function measure() {
  const hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > FILE_BYTES_MAX) {
        done(new AppError('FILE_TOO_LARGE', { maxMb: FILE_BYTES_MAX / 2 ** 20 }))
        return
      }
      hash.update(chunk)
      done(null, chunk)
    },
  })
  return { through, result: () => ({ bytes, sha256: hash.digest('hex') }) }
}

interface Upload {
  readonly kind: ImportKind
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/**
 * Takes a file over: sealed on disk, told apart by its bytes, its columns matched with fields. Nothing of
 * what is in its rows comes into the database.
 *
 * @throws AppError FILE_…
 */
export async function receiveFile(ctx: Ctx, { kind, name, bytes }: Upload): Promise<StoredFile> {
  const id = uuidv7(ctx.clock)
  const path = pathOf(ctx, id)
  await mkdir(ctx.runtime.filesDir, { recursive: true })
  try {
    const { through, result } = measure()
    await pipeline(Readable.from(bytes), through, sealTo(path, ctx.keys, nameOf(id)))
    const open = openUpload(ctx, id)
    const format = await detectFormat(open)
    const headings = await readHeadings(open, format)
    const remembered = await recallMapping(ctx, kind, headings)
    const now = ctx.clock.now()
    const { actor } = ctx
    return await ctx.db.importFile.create({
      data: {
        id,
        kind,
        name,
        ...result(),
        format,
        headings,
        mapping: remembered?.mapping ?? proposeMapping(kind, headings),
        orderSource: remembered?.orderSource ?? null,
        uploadedById: actor.kind === 'staff' ? actor.adminUserId : null,
        uploadedBy: actor.name,
        createdAt: now,
        expiresAt: new Date(now.getTime() + KEPT_MS),
      },
    })
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** Takes expired files away. */
export async function forgetOldFiles(ctx: Ctx): Promise<void> {
  const where = { expiresAt: { lt: ctx.clock.now() } }
  const old = await ctx.db.importFile.findMany({ where, select: { id: true } })
  for (const { id } of old) await rm(pathOf(ctx, id), { force: true })
  await ctx.db.importFile.deleteMany({ where })
}

/** Removes one file. */
export const removeBytes = (ctx: Ctx, id: string): Promise<void> =>
  rm(pathOf(ctx, id), { force: true })
