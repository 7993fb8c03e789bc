import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Ctx } from '../db/context.ts'
import { sealTo } from '../kernel/sealed-file.ts'

interface SealedFile {
  readonly folder: string
  /** Its name is its id: the route that hands it out opens it by that. */
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Writes the file of a job, sealed; of one that was not finished nothing is left. */
export async function writeSealed(ctx: Ctx, { folder, name, bytes }: SealedFile): Promise<void> {
  const path = join(folder, name)
  await mkdir(folder, { recursive: true })
  try {
    await pipeline(Readable.from(bytes), sealTo(path, ctx.keys, name))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}
