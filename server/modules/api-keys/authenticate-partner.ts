import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { findKey, noteUse, type KnownKey, type Partner } from './known-keys.ts'
import { UsedNonces } from './used-nonces.ts'

/** A signature is good for so long before and after its timestamp. */
const WINDOW_MS = 300_000
const NONCE = /^[\w-]{16,64}$/
const SIGNATURE = /^[\da-f]{64}$/i

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
  readonly body: string | Uint8Array
}

/** A request that a key has signed, which may have come before. */
export interface Recognised {
  readonly partner: Partner
  readonly key: KnownKey
  readonly request: SignedRequest
}

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

/** What is no hex is not compared: letters of several bytes would be of another length. */
const isEqual = (wanted: string, given: string): boolean =>
  SIGNATURE.test(given) && timingSafeEqual(Buffer.from(wanted, 'hex'), Buffer.from(given, 'hex'))

const signedAtMs = ({ timestamp }: SignedRequest): number => Number(timestamp) * 1000

/**
 * Who signed a request. An unknown key, a revoked one and a wrong signature are told alike.
 * @throws AppError SIGNATURE_INVALID, SIGNATURE_TIME
 */
export async function recognisePartner(ctx: Ctx, request: SignedRequest): Promise<Recognised> {
  const key = await findKey(ctx, request.keyId)
  // Of a key that is not there a signature is made too: both take as long.
  const isRight = isEqual(signatureOf(key?.secret ?? 'none', request), request.signature)
  if (!key || !isRight || !NONCE.test(request.nonce)) throw new AppError('SIGNATURE_INVALID')
  const isTime = /^\d{1,12}$/.test(request.timestamp)
  if (!isTime || Math.abs(ctx.clock.now().getTime() - signedAtMs(request)) > WINDOW_MS) {
    throw new AppError('SIGNATURE_TIME', { seconds: WINDOW_MS / 1000 })
  }
  return { partner: key.partner, key, request }
}

const nonces = new WeakMap<object, UsedNonces>()

/** Lets a recognised request in once. @throws AppError SIGNATURE_REPEATED */
export async function acceptOnce(ctx: Ctx, { key, request }: Recognised): Promise<void> {
  const used = nonces.get(ctx.db) ?? new UsedNonces()
  nonces.set(ctx.db, used)
  const expiresAt = new Date(signedAtMs(request) + WINDOW_MS)
  if (!used.claim(request, { now: ctx.clock.now(), expiresAt }))
    throw new AppError('SIGNATURE_REPEATED')
  await noteUse(ctx, key)
}
