import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { sharedTransaction } from '../../db/shared-transaction.ts'
import { plannedAnew, queryRows, runStatement, sql } from '../../db/sql.ts'
import { AppError } from '../../kernel/app-error.ts'

const FORGOTTEN_AT_ONCE = 5_000

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
