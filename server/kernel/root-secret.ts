import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { invariant } from './invariant.ts'

const ROOT_BYTES = 32
const KEY_ID_BYTES = 6

/** What is signed with a key of its own, so that one kind of signature is never taken for another. */
export const MAC_PURPOSES = ['audit.tag', 'audit.chain', 'audit.anchor'] as const
export type MacPurpose = (typeof MAC_PURPOSES)[number]

/** What checks signatures after the root secret is gone, in base64; reads and finds nothing. */
export type SigningKeys = Readonly<Record<MacPurpose, string>>

/** True for base64 of exactly 32 bytes, the form of a root secret. */
export function isRootSecret(text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === ROOT_BYTES && bytes.toString('base64') === text.trim()
}

/** A new root secret: base64 of 32 random bytes. */
export const newRootSecret = (): string => randomBytes(ROOT_BYTES).toString('base64')

export const hmac = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url')

/** Keys derived from one root secret by HKDF-SHA-256. */
export class RootSecret {
  /** Public name of the root secret: safe to store beside the data. */
  readonly id: string
  readonly #secret: Buffer
  readonly #derived = new Map<string, Buffer>()

  /** @param text base64 of 32 bytes */
  constructor(text: string) {
    invariant(isRootSecret(text), 'the root secret is base64 of 32 bytes')
    this.#secret = Buffer.from(text, 'base64')
    this.id = this.#derive('key-id', Buffer.alloc(0), KEY_ID_BYTES).toString('hex')
  }

  /** The root itself, for a copy that a passphrase seals. */
  get text(): string {
    return this.#secret.toString('base64')
  }

  /** Key for one use; derived once. */
  key(info: string): Buffer {
    const known = this.#derived.get(info)
    if (known) return known
    const key = this.#derive(info, Buffer.alloc(0), ROOT_BYTES)
    this.#derived.set(info, key)
    return key
  }

  /** Key for one use that does not come again. */
  saltedKey(info: string, salt: Buffer): Buffer {
    return this.#derive(info, salt, ROOT_BYTES)
  }

  #derive(info: string, salt: Buffer, length: number): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#secret, salt, `member-desk/${info}`, length))
  }
}
