import { randomBytes } from 'node:crypto'
import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { requireOpenStore } from '../stores/stores.service.ts'
import type {
  ApiKeyRow,
  CreateApiKeyInput,
  CreatedApiKey,
  RevokeApiKeyInput,
} from './api-keys.contract.ts'
import { secretPlace } from './api-key-secret.ts'
import { forgetKeys, readScopes } from './known-keys.ts'

const KEY_ID_BYTES = 9
const SECRET_BYTES = 32
const LISTED_MAX = 1_000

interface KeyName {
  readonly id: number
  readonly name: string
  readonly storeId: number | null
}

const recordOf = ({ id, name, storeId }: KeyName) => ({
  target: { type: 'apiKey', id: String(id), name } as const,
  ...(storeId === null ? {} : { storeId }),
})

/** Keys that speak for stores that the actor sees; those of no store are for who sees them all. */
function visibleKeys({ actor }: Ctx) {
  const { scope } = actor
  return scope.kind === 'all' ? {} : { storeId: { in: [...scope.storeIds] } }
}

/** A key reaches members of all stores, so only who sees them all makes one. @throws AppError STORE_UNKNOWN, RIGHT_NOT_YOURS */
async function checkStore(ctx: Ctx<Tx>, storeId: number | null): Promise<void> {
  if (ctx.actor.scope.kind !== 'all')
    throw new AppError('RIGHT_NOT_YOURS', { permission: 'scope.all' })
  if (storeId !== null) await requireOpenStore(ctx, storeId)
}

/**
 * Makes a key for another system. Its secret is in the answer and can't be shown again.
 * @throws AppError STORE_UNKNOWN, RIGHT_NOT_YOURS
 */
export function createApiKey(ctx: Ctx, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  const keyId = `mk_${randomBytes(KEY_ID_BYTES).toString('base64url')}`
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const secretCipher = ctx.keys.encrypt(secretPlace(keyId), secret)
  const { name, scopes, source, storeId } = input
  return inTransaction(ctx, async (ctx) => {
    await checkStore(ctx, storeId)
    const data = { keyId, name, secretCipher, scopes, source, storeId }
    const { id, store } = await ctx.db.apiKey.create({
      data: { ...data, createdAt: ctx.clock.now(), createdByName: ctx.actor.name },
      select: { id: true, store: { select: { name: true } } },
    })
    await recordAudit(ctx, {
      ...{ action: 'apiKey.create', ...recordOf({ id, name, storeId }) },
      after: { keyId, scopes, source, store: store?.name ?? null },
    })
    return { id, keyId, secret }
  })
}

/**
 * Takes a key out of use, at once here and within five seconds on other servers. One that is revoked already
 * stays as it is.
 * @throws AppError NOT_FOUND
 */
export async function revokeApiKey(ctx: Ctx, { id, reason }: RevokeApiKeyInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const key = await ctx.db.apiKey.findFirst({ where: { AND: [{ id }, visibleKeys(ctx)] } })
    if (!key) throw new AppError('NOT_FOUND')
    const { count } = await ctx.db.apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: ctx.clock.now(), revokedByName: ctx.actor.name },
    })
    if (count === 0) return
    await recordAudit(ctx, { action: 'apiKey.revoke', ...recordOf(key), reason })
  })
  forgetKeys(ctx)
}

/** The keys that the actor sees, those in use first. */
export async function listApiKeys(ctx: Ctx): Promise<ApiKeyRow[]> {
  const keys = await ctx.db.apiKey.findMany({
    where: visibleKeys(ctx),
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: LISTED_MAX,
    omit: { secretCipher: true },
    include: { store: { select: { name: true } } },
  })
  const rows = keys.map((key) => ({
    ...{ id: key.id, keyId: key.keyId, name: key.name },
    scopes: readScopes(key.scopes),
    ...{ source: key.source, store: key.store?.name ?? null },
    ...{ createdAt: key.createdAt.getTime(), createdBy: key.createdByName },
    lastUsedAt: key.lastUsedAt?.getTime() ?? null,
    ...{ revokedAt: key.revokedAt?.getTime() ?? null, revokedBy: key.revokedByName },
  }))
  const isRevoked = ({ revokedAt }: ApiKeyRow): number => (revokedAt === null ? 0 : 1)
  return rows.sort((a, b) => isRevoked(a) - isRevoked(b))
}
