import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { sharedTransaction } from '../../db/shared-transaction.ts'
import { isDiskFull } from '../../db/spare-write.ts'
import { plannedAnew, queryRows, runStatement, sql } from '../../db/sql.ts'
import { AppError } from '../../kernel/app-error.ts'

const FORGOTTEN_AT_ONCE = 5_000
/** Of one database, in memory. */
const REMEMBERED_MAX = 50_000

interface NonceUse {
  readonly keyId: string
  readonly nonce: string
  readonly expiresAt: Date
}

/** Claims nonces; those that come at the same time share a transaction. @throws AppError SIGNATURE_REPEATED */
export const claimNonce = sharedTransaction<NonceUse, true>(async (ctx, uses) => {
  const columns = { keyId: 'text', nonce: 'text', expiresAt: 'instant' } as const
  const claimed = await queryRows(
    ctx,
    sql`INSERT INTO "ApiNonce" ("keyId", "nonce", "expiresAt")
      SELECT r."keyId", r."nonce", r."expiresAt" FROM ${rowSet(ctx, columns, uses)} AS r WHERE true
      ON CONFLICT DO NOTHING RETURNING "keyId", "nonce"`,
    z.object({ keyId: z.string(), nonce: z.string() }),
  )
  const free = new Set(claimed.map(({ keyId, nonce }) => `${keyId} ${nonce}`))
  return uses.map(({ keyId, nonce }) =>
    // The second of two in one group finds nothing left.
    free.delete(`${keyId} ${nonce}`)
      ? { done: true }
      : { refusal: new AppError('SIGNATURE_REPEATED') },
  )
})

/** Nonces that this server could not write down, and when their time is over. */
const remembered = new WeakMap<object, Map<string, number>>()

function rememberedOf(ctx: Ctx): Map<string, number> {
  const uses = remembered.get(ctx.db) ?? new Map<string, number>()
  remembered.set(ctx.db, uses)
  const nowMs = ctx.clock.now().getTime()
  // In the order in which they came, which is about that of their times.
  for (const [use, expiresMs] of uses) {
    if (expiresMs >= nowMs) break
    uses.delete(use)
  }
  return uses
}

/**
 * Claims the nonce of a request. Where the disk is full and the request can change nothing, this server keeps it
 * in memory, so that members can still be looked up.
 * @throws AppError SIGNATURE_REPEATED
 */
export async function claimRequest(
  ctx: Ctx,
  use: NonceUse,
  { isRead }: { isRead: boolean },
): Promise<void> {
  const { keyId, nonce, expiresAt } = use
  const uses = rememberedOf(ctx)
  const name = `${keyId} ${nonce}`
  if (uses.has(name)) throw new AppError('SIGNATURE_REPEATED')
  try {
    await claimNonce(ctx, use)
  } catch (error) {
    if (!isRead || !isDiskFull(error) || uses.size >= REMEMBERED_MAX) throw error
    const isUsed = await ctx.db.apiNonce.findUnique({ where: { keyId_nonce: { keyId, nonce } } })
    // Looked at again: another of the same nonce may have come meanwhile.
    if (isUsed || uses.has(name)) throw new AppError('SIGNATURE_REPEATED')
    uses.set(name, expiresAt.getTime())
  }
}

/**
 * Forgets nonces whose timestamps nobody would accept any more. There is one for each request, so they go a few
 * thousand at once: nobody waits long for the writer.
 */
export async function forgetNonces(ctx: Ctx): Promise<number> {
  const old = sql`SELECT "keyId", "nonce" FROM "ApiNonce" WHERE "expiresAt" < ${ctx.clock.now()}
    ORDER BY "expiresAt" LIMIT ${FORGOTTEN_AT_ONCE}`
  const statement = plannedAnew(sql`DELETE FROM "ApiNonce" WHERE ("keyId", "nonce") IN (${old})`)
  for (let total = 0; ;) {
    const count = await runStatement(ctx, statement)
    total += count
    if (count < FORGOTTEN_AT_ONCE) return total
  }
}
