import { join } from 'node:path'
import type { Ctx } from '../../db/context.ts'
import { unfinishedKeys } from '../../db/data-key.ts'
import type { SealedTable } from '../../db/sealed-columns.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { filesIn, isMissing } from '../../kernel/files-in.ts'
import { DRAFT_ENDING, resealFile, SealBroken, sealedWith } from '../../kernel/sealed-file.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { RotationResult } from './keys.contract.ts'
import { countBehind, readBehind, rewrite, type Rewrite, type SealedRow } from './keys.sql.ts'

const BATCH_ROWS = 200

export interface Rotation {
  /** Everything that is sealed, as the modules declare it. */
  readonly tables: readonly SealedTable[]
  /** Folder of sealed files, each with its name as its id. */
  readonly filesDir: string
  readonly reason: string | undefined
  readonly signal?: AbortSignal
  report?(done: number, total?: number): void
}

interface Progress {
  changed: number
  /** Rows looked at, of how many. */
  seen: number
  total: number
}

/** What to write for one row; a value that cannot be read is left as it is and named in the log. */
function rewritesOf(ctx: Ctx, table: SealedTable, values: SealedRow): Rewrite[] {
  const { keys, log } = ctx
  const { row } = values
  return table.columns.flatMap((column) => {
    const was = values[column.cipher]
    if (typeof was !== 'string' || was.startsWith(keys.sealedPrefix)) return []
    try {
      const text = column.open(keys, row, was)
      return [{ column, row, was, values: column.seal(keys, row, text) }]
    } catch (error) {
      const place = { table: table.table, column: column.cipher, row }
      log.error({ err: error, ...place }, 'a sealed value cannot be read')
      return []
    }
  })
}

async function rotateBatch(ctx: Ctx, table: SealedTable, rows: readonly SealedRow[]) {
  const changes = rows.flatMap((row) => rewritesOf(ctx, table, row))
  return inTransaction(ctx, async (ctx) => {
    let changed = 0
    for (const change of changes) {
      if (await rewrite(ctx, table, change)) changed += 1
      else ctx.log.warn({ table: table.table, row: change.row }, 'a value changed while rotating')
    }
    return changed
  })
}

async function rotateTable(ctx: Ctx, table: SealedTable, rotation: Rotation, progress: Progress) {
  for (let after = ''; ;) {
    rotation.signal?.throwIfAborted()
    const rows = await readBehind(ctx, table, { after, take: BATCH_ROWS })
    progress.changed += await rotateBatch(ctx, table, rows)
    progress.seen += rows.length
    rotation.report?.(progress.seen, Math.max(progress.total, progress.seen))
    after = rows.at(-1)?.row ?? after
    if (rows.length < BATCH_ROWS) return
  }
}

/**
 * A file that was cut, is none of ours or belongs to a key that is long gone keeps no key alive: nothing here
 * opens it. One that could not be read or written this time does, or it would be lost with the old key.
 */
async function rotateFiles(ctx: Ctx, { filesDir, signal }: Rotation) {
  let changed = 0
  let left = 0
  for (const name of await filesIn(filesDir)) {
    signal?.throwIfAborted()
    if (name.endsWith(DRAFT_ENDING)) continue
    const path = join(filesDir, name)
    try {
      const keyId = await sealedWith(path)
      if (keyId === ctx.keys.keyId) continue
      if (!ctx.keys.retiredIds.includes(keyId)) throw new SealBroken(`no key ${keyId} for a file`)
      await resealFile(path, ctx.keys, name)
      changed += 1
    } catch (error) {
      // Taken away meanwhile.
      if (isMissing(error)) continue
      if (error instanceof SealBroken) {
        ctx.log.warn({ err: error, file: name }, 'no sealed file, or one that was altered or cut')
        continue
      }
      ctx.log.error({ err: error, file: name }, 'a sealed file could not be rewritten')
      left += 1
    }
  }
  return { changed, left }
}

async function countAll(ctx: Ctx, tables: readonly SealedTable[]): Promise<number> {
  let total = 0
  for (const table of tables) total += await countBehind(ctx, table)
  return total
}

/** Says what was done, and that the old keys are no longer needed when nothing is left. */
async function finish(ctx: Ctx, result: RotationResult, reason: string | undefined) {
  const { keyId } = ctx.keys
  await inTransaction(ctx, async (ctx) => {
    if (result.left === 0) {
      await ctx.db.dataKey.updateMany({
        where: { id: { in: result.from }, retiredAt: null },
        data: { retiredAt: ctx.clock.now() },
      })
    }
    await recordAudit(ctx, {
      action: 'keys.rotate',
      target: { type: 'key', id: keyId, name: keyId },
      before: { keyIds: result.from },
      after: { keyId, changed: result.changed, left: result.left },
      ...(reason === undefined ? {} : { reason }),
    })
  })
}

/**
 * Rewrites everything that another key than the one in use has sealed, in batches with a transaction each.
 * Stopped at any point and started again it goes on with what is left; a value that somebody changes
 * meanwhile is written with the new key by him. At the end the old keys are retired.
 *
 * @throws AppError KEYS_LEFT when something could not be rewritten: the old keys are still needed
 */
export async function rotateKeys(ctx: Ctx, rotation: Rotation): Promise<RotationResult> {
  const from = [...(await unfinishedKeys(ctx))]
  if (from.length === 0) return { from, changed: 0, left: 0 }
  const total = await countAll(ctx, rotation.tables)
  const progress: Progress = { changed: 0, seen: 0, total }
  rotation.report?.(0, total)
  for (const table of rotation.tables) await rotateTable(ctx, table, rotation, progress)
  const files = await rotateFiles(ctx, rotation)
  const left = (await countAll(ctx, rotation.tables)) + files.left
  const result = { from, changed: progress.changed + files.changed, left }
  await finish(ctx, result, rotation.reason)
  if (left > 0) throw new AppError('KEYS_LEFT', { left })
  return result
}
