import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { spareWrite } from '../../db/spare-write.ts'
import type { Actor } from '../../kernel/context.ts'
import { secretPlace } from './api-key-secret.ts'
import { apiScope, type ApiScope } from './api-keys.contract.ts'

/** A key that is revoked on one server is refused by the others after so long. */
const REMEMBERED_MS = 5_000
const USE_NOTED_EVERY_MS = 60_000

/** Another system whose signature is right. */
export interface Partner {
  readonly apiKeyId: number
  readonly keyId: string
  readonly name: string
  readonly scopes: readonly ApiScope[]
  readonly source: string | null
  /** Where what it tells of happened, no limit to whom it is about; null: it may name the store itself. */
  readonly storeId: number | null
  readonly actor: Extract<Actor, { kind: 'partner' }>
}

export interface KnownKey {
  readonly partner: Partner
  readonly secret: string
  readonly readAtMs: number
  notedAtMs: number
}

const known = new WeakMap<object, Map<string, KnownKey>>()

/** Scopes of a stored key; one that this version does not know is left out. */
export const readScopes = (stored: unknown): ApiScope[] =>
  z
    .array(z.string())
    .parse(stored)
    .flatMap((name) => apiScope.safeParse(name).data ?? [])

async function readKey(ctx: Ctx, keyId: string): Promise<KnownKey | undefined> {
  const row = await ctx.db.apiKey.findUnique({ where: { keyId } })
  if (!row || row.revokedAt !== null) return undefined
  const { id: apiKeyId, name, source, storeId } = row
  // Whatever its store: who is a member of one store is served at the tills of all.
  const scope = { kind: 'all' } as const
  return {
    partner: {
      ...{ apiKeyId, keyId, name, scopes: readScopes(row.scopes), source, storeId },
      actor: { kind: 'partner', apiKeyId, name, permissions: new Set(), scope },
    },
    secret: ctx.keys.decrypt(secretPlace(keyId), row.secretCipher),
    readAtMs: ctx.clock.now().getTime(),
    notedAtMs: row.lastUsedAt?.getTime() ?? 0,
  }
}

/** A key in use, remembered for a few seconds: requests come by the thousand. */
export async function findKey(ctx: Ctx, keyId: string): Promise<KnownKey | undefined> {
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

/** Notes that a key is in use, once a minute, if there is room for it. */
export async function noteUse(ctx: Ctx, key: KnownKey): Promise<void> {
  const now = ctx.clock.now()
  if (now.getTime() - key.notedAtMs < USE_NOTED_EVERY_MS) return
  // Before the write, so that those who come at the same moment do not write as well.
  key.notedAtMs = now.getTime()
  const { apiKeyId: id } = key.partner
  await spareWrite(() => ctx.db.apiKey.updateMany({ where: { id }, data: { lastUsedAt: now } }))
}
