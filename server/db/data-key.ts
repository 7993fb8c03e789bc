import { AppError } from '../kernel/app-error.ts'
import type { Ctx } from './context.ts'
import { insertIgnore } from './insert-ignore.ts'

/**
 * Ties a database to the key its personal data is written with: the first key is noted, another one is
 * refused before it could write what nobody can read.
 *
 * @throws AppError DATA_KEY_MISMATCH
 */
export async function assertDataKey(ctx: Ctx): Promise<void> {
  const { keyId } = ctx.keys
  const known = await ctx.db.dataKey.findMany({ select: { id: true } })
  if (known.some(({ id }) => id === keyId)) return
  if (known.length > 0) throw new AppError('DATA_KEY_MISMATCH')
  await insertIgnore(ctx, {
    table: 'DataKey',
    rows: [{ id: keyId, createdAt: ctx.clock.now() }],
    key: 'id',
  })
  // Two servers may start on an empty database at once, each with a key of its own. One that
  // sees another key takes its own back and gives up; it can be started again.
  const noted = await ctx.db.dataKey.findMany({ select: { id: true } })
  if (noted.length === 1) return
  await ctx.db.dataKey.deleteMany({ where: { id: keyId } })
  throw new AppError('DATA_KEY_MISMATCH')
}
