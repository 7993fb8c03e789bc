import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { join } from 'node:path'
import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { openSealed, sealTo } from '../../kernel/sealed-file.ts'
import { refusedRow, type RefusedRow } from './imports.contract.ts'

/** Rows of a person's file belong into no database row: they lie sealed beside the job's copy of it. */
const fileOf = (jobId: string): string => `refusals-${jobId}`

/** Keeps the refused rows that the wizard shows. */
export function keepRefusals(ctx: Ctx, jobId: string, rows: readonly RefusedRow[]): Promise<void> {
  const name = fileOf(jobId)
  return pipeline(
    Readable.from([Buffer.from(JSON.stringify(rows))]),
    sealTo(join(ctx.runtime.filesDir, name), ctx.keys, name),
  )
}

/** The refused rows of a job; none when they were taken away. */
export async function readRefusals(ctx: Ctx, jobId: string): Promise<RefusedRow[]> {
  const name = fileOf(jobId)
  const chunks: Buffer[] = []
  try {
    for await (const chunk of openSealed(join(ctx.runtime.filesDir, name), ctx.keys, name)) {
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  return z.array(refusedRow).parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
}

/** Takes the refused rows of a job away. */
export const removeRefusals = (ctx: Ctx, jobId: string): Promise<void> =>
  rm(join(ctx.runtime.filesDir, fileOf(jobId)), { force: true })
