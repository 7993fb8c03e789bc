import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { seesStore } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/app-error.ts'
import { recordAudit } from '../audit/audit.service.ts'
import {
  apiScope,
  type ApiKeyRow,
  type CreateApiKeyInput,
  type CreatedApiKey,
  type RevokeApiKeyInput,
} from './api-keys.contract.ts'
import { secretPlace } from './api-key-secret.ts'
import { forgetKeys } from './authenticate-partner.ts'

const KEY_ID_BYTES = 9
const SECRET_BYTES = 32

const targetOf = ({ id, name }: { id: number; name: string }) =>
  ({ type: 'apiKey', id: String(id), name }) as const

/**
 * Makes a key for another system. Its secret is in the answer and can't be shown again.
 * @throws AppError STORE_UNKNOWN
 */
export function createApiKey(ctx: Ctx, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  const keyId = `mk_${randomBytes(KEY_ID_BYTES).toString('base64url')}`
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const secretCipher = ctx.keys.encrypt(secretPlace(keyId), secret)
  const { name, scopes, source, storeId } = input
  return inTransaction(ctx, async (ctx) => {
    const store =
      storeId === null ? null : await ctx.db.store.findUnique({ where: { id: storeId } })
    if (storeId !== null && (!store || !seesStore(ctx, storeId)))
      throw new AppError('STORE_UNKNOWN')
    const data = { keyId, name, secretCipher, scopes, source, storeId }
    const { id } = await ctx.db.apiKey.create({
      data: { ...data, createdAt: ctx.clock.now(), createdByName: ctx.actor.name },
      select: { id: true },
    })
    await recordAudit(ctx, {
      action: 'apiKey.create',
      target: targetOf({ id, name }),
      after: { keyId, scopes, source, store: store?.name ?? null },
    })
    return { id, keyId, secret }
  })
}

/** Takes a key out of use, at once here and within seconds on other servers. */
export async function revokeApiKey(ctx: Ctx, { id, reason }: RevokeApiKeyInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const key = await ctx.db.apiKey.findUnique({ where: { id } })
    if (!key) throw new AppError('NOT_FOUND')
    const { count } = await ctx.db.apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: ctx.clock.now(), revokedByName: ctx.actor.name },
    })
    if (count === 0) return
    await recordAudit(ctx, { action: 'apiKey.revoke', target: targetOf(key), reason })
  })
  forgetKeys(ctx)
}

/** All keys, those in use first. */
export async function listApiKeys(ctx: Ctx): Promise<ApiKeyRow[]> {
  const keys = await ctx.db.apiKey.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    include: { store: { select: { name: true } } },
  })
  const rows = keys.map((key) => ({
    ...{ id: key.id, keyId: key.keyId, name: key.name },
    scopes: z.array(apiScope).parse(key.scopes),
    ...{ source: key.source, store: key.store?.name ?? null },
    ...{ createdAt: key.createdAt.getTime(), createdBy: key.createdByName },
    lastUsedAt: key.lastUsedAt?.getTime() ?? null,
    ...{ revokedAt: key.revokedAt?.getTime() ?? null, revokedBy: key.revokedByName },
  }))
  const isRevoked = ({ revokedAt }: ApiKeyRow): number => (revokedAt === null ? 0 : 1)
  return rows.sort((a, b) => isRevoked(a) - isRevoked(b))
}
