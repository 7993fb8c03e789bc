import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { sharedTransaction } from '../../db/shared-transaction.ts'
import { queryRows, runStatement, sql } from '../../db/sql.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Actor } from '../../kernel/context.ts'
import { apiScope, type ApiScope } from './api-keys.contract.ts'
import { secretPlace } from './api-key-secret.ts'

/** A signature is good for so long before and after its timestamp. */
const WINDOW_MS = 300_000
/** A key that is revoked on one server is refused by the others after so long. */
const REMEMBERED_MS = 5_000
const USE_NOTED_EVERY_MS = 60_000
const NONCE = /^[\w-]{16,64}$/

/** What a request says of itself, and what was signed. */
export interface SignedRequest {
  readonly keyId: string
  /** Seconds since 1970. */
  readonly timestamp: string
  readonly nonce: string
  /** Hex HMAC-SHA-256. */
  readonly signature: string
  readonly method: string
  /** Path with its query, as it was sent. */
  readonly path: string
  readonly body: Uint8Array
}

/** Another system whose signature is right. */
export interface Partner {
  readonly apiKeyId: number
  readonly keyId: string
  readonly name: string
  readonly scopes: readonly ApiScope[]
  readonly source: string | null
  readonly storeId: number | null
  readonly actor: Extract<Actor, { kind: 'partner' }>
}

interface KnownKey {
  readonly partner: Partner
  readonly secret: string
  readonly readAtMs: number
  notedAtMs: number
}

const known = new WeakMap<object, Map<string, KnownKey>>()

/**
 * What is signed: method, path with query, timestamp, nonce and the hash of the body, a line each.
 * @returns hex HMAC-SHA-256. Source: design, "Signature of partner requests"
 */
export function signatureOf(
  secret: string,
  { method, path, timestamp, nonce, body }: Omit<SignedRequest, 'keyId' | 'signature'>,
): string {
  const hash = createHash('sha256').update(body).digest('hex')
  return createHmac('sha256', secret)
    .update([method, path, timestamp, nonce, hash].join('\n'))
    .digest('hex')
}

async function readKey(ctx: Ctx, keyId: string): Promise<KnownKey | undefined> {
  const row = await ctx.db.apiKey.findUnique({ where: { keyId } })
  if (!row || row.revokedAt !== null) return undefined
  const { id: apiKeyId, name, source, storeId } = row
  const scopes = z.array(apiScope).parse(row.scopes)
  return {
    partner: {
      ...{ apiKeyId, keyId, name, scopes, source, storeId },
      actor: { kind: 'partner', apiKeyId, name, permissions: new Set(), scope: { kind: 'all' } },
    },
    secret: ctx.keys.decrypt(secretPlace(keyId), row.secretCipher),
    readAtMs: ctx.clock.now().getTime(),
    notedAtMs: row.lastUsedAt?.getTime() ?? 0,
  }
}

/** A key in use, remembered for a few seconds: requests come by the thousand. */
async function findKey(ctx: Ctx, keyId: string): Promise<KnownKey | undefined> {
  const keys = known.get(ctx.db) ?? new Map<string, KnownKey>()
  known.set(ctx.db, keys)
  const remembered = keys.get(keyId)
  const age = ctx.clock.now().getTime() - (remembered?.readAtMs ?? 0)
  if (remembered && age >= 0 && age < REMEMBERED_MS) return remembered
  const key = await readKey(ctx, keyId)
  if (key) keys.set(keyId, key)
  else keys.delete(keyId)
  return key
}

/** Here a revoked key is forgotten at once. */
export function forgetKeys(ctx: Pick<Ctx, 'db'>): void {
  known.delete(ctx.db)
}

interface NonceUse {
  readonly keyId: string
  readonly nonce: string
  readonly expiresAt: Date
}

/** Claims nonces; those that come at the same time share a transaction. @throws AppError SIGNATURE_REPEATED */
const claimNonce = sharedTransaction<NonceUse, true>(async (ctx, uses) => {
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

/** Forgets nonces whose timestamps nobody would accept any more. */
export const forgetNonces = (ctx: Ctx): Promise<number> =>
  runStatement(ctx, sql`DELETE FROM "ApiNonce" WHERE "expiresAt" < ${ctx.clock.now()}`)

const isEqual = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

async function noteUse(ctx: Ctx, key: KnownKey): Promise<void> {
  const now = ctx.clock.now()
  if (now.getTime() - key.notedAtMs < USE_NOTED_EVERY_MS) return
  key.notedAtMs = now.getTime()
  const { apiKeyId: id } = key.partner
  await ctx.db.apiKey.updateMany({ where: { id }, data: { lastUsedAt: now } })
}

/**
 * Who signed a request. An unknown key, a revoked one and a wrong signature are told alike.
 * @throws AppError SIGNATURE_INVALID, SIGNATURE_TIME, SIGNATURE_REPEATED
 */
export async function authenticatePartner(ctx: Ctx, request: SignedRequest): Promise<Partner> {
  const key = await findKey(ctx, request.keyId)
  // Of a key that is not there a signature is made too: both take as long.
  const expected = signatureOf(key?.secret ?? 'none', request)
  const isRight = isEqual(expected, request.signature.toLowerCase())
  if (!key || !isRight || !NONCE.test(request.nonce)) throw new AppError('SIGNATURE_INVALID')
  const now = ctx.clock.now().getTime()
  const signedAt = Number(request.timestamp) * 1000
  if (!/^\d{1,12}$/.test(request.timestamp) || Math.abs(now - signedAt) > WINDOW_MS) {
    throw new AppError('SIGNATURE_TIME', { seconds: WINDOW_MS / 1000 })
  }
  const expiresAt = new Date(signedAt + WINDOW_MS + 1000)
  await claimNonce(ctx, { keyId: request.keyId, nonce: request.nonce, expiresAt })
  await noteUse(ctx, key)
  return key.partner
}
