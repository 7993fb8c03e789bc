import { createCipheriv, createDecipheriv, timingSafeEqual } from 'node:crypto'
import { invariant } from './invariant.ts'
import { pooledRandomBytes } from './random.ts'
import { hmac, MAC_PURPOSES, RootSecret, type MacPurpose, type SigningKeys } from './root-secret.ts'

export { isRootSecret, newRootSecret } from './root-secret.ts'
export type { MacPurpose, SigningKeys } from './root-secret.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
const FORMAT = 'v1'
/** As many as there are. */
const LAST_FOURS = 10_000

/** Where an encrypted value lives. It is bound to the value, so a value moved elsewhere is refused. */
export interface FieldPlace {
  readonly table: string
  readonly column: string
  /** The row's uid: known before the row is written, never reused. */
  readonly row: string
}

/** Blind indexes that exist. Each has a key of its own: equal values in two indexes do not match. */
export type BlindIndex = 'member.mobile' | 'member.mobileLast4' | 'member.email' | 'member.realName'

/**
 * Keys derived from root secrets: one writes, retired ones read until a rotation has rewritten what they
 * wrote. Of a root that is gone for good only what checks its signatures is left.
 */
export interface Keyring {
  /** Public name of the root secret in use: safe to store beside the data. */
  readonly keyId: string
  /** Names of the retired roots that are still there, in the order they were given. */
  readonly retiredIds: readonly string[]
  /** What every value begins with that the root in use has sealed. */
  readonly sealedPrefix: string
  /** AES-256-GCM; `v1.<key id>.<base64url of iv, tag, ciphertext>`. */
  encrypt(place: FieldPlace, text: string): string
  /** Throws when the value was altered, moved, or written with a key that is not there. */
  decrypt(place: FieldPlace, sealed: string): string
  /** HMAC-SHA-256 of a normalised value, for exact look-up without decrypting: what is written. */
  blindIndex(index: BlindIndex, text: string): string
  /**
   * What a value may stand under: the root in use first, then the retired ones. Look-ups, and checks
   * whether a value is taken, ask for all of them, or they miss what a rotation has not reached yet.
   */
  blindIndexes(index: BlindIndex, text: string): readonly string[]
  /** HMAC-SHA-256 that shows that this program wrote the text. */
  mac(purpose: MacPurpose, text: string): string
  /** Was the signature made by this program, with the root in use or one before it? */
  isMac(purpose: MacPurpose, text: string, mac: string): boolean
  /**
   * Key of one writing of one file; see `sealed-file.ts`, its only user.
   * @param keyId of the root that the file was written with; the one in use for a new file
   */
  fileKey(fileId: string, salt: Buffer, keyId?: string): Buffer
  /** What checks the signatures of a root after it is gone; the caller seals it. */
  signingKeysOf(keyId: string): SigningKeys
  /** The same keyring, which also checks signatures of roots that are gone. */
  withSigningKeys(kept: readonly SigningKeys[]): Keyring
  /** The roots themselves, the one in use first, for a copy that a passphrase seals. */
  exportRoots(): readonly string[]
}

function seal(root: RootSecret, place: FieldPlace, text: string): string {
  const iv = pooledRandomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', fieldKey(root, place), iv).setAAD(
    boundTo(root, place),
  )
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const payload = Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
  return [FORMAT, root.id, payload].join('.')
}

function open(root: RootSecret, place: FieldPlace, payload: string): string {
  const bytes = Buffer.from(payload, 'base64url')
  const iv = bytes.subarray(0, IV_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', fieldKey(root, place), iv, {
    authTagLength: TAG_BYTES,
  })
    .setAAD(boundTo(root, place))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  const body = bytes.subarray(IV_BYTES + TAG_BYTES)
  return decipher.update(body, undefined, 'utf8') + decipher.final('utf8')
}

const fieldKey = (root: RootSecret, { table, column }: FieldPlace): Buffer =>
  root.key(`field/${table}.${column}`)

const boundTo = (root: RootSecret, place: FieldPlace): Buffer =>
  Buffer.from([FORMAT, root.id, place.table, place.column, place.row].join('\u0000'))

const indexUnder = (root: RootSecret, index: BlindIndex, text: string): string =>
  hmac(root.key(`index/${index}`), text)

/** Every last four belongs to many members: worked out once each. */
function lastFourIndex(root: RootSecret): (digits: string) => string {
  const known = new Map<string, string>()
  return (digits) => {
    const index = known.get(digits) ?? indexUnder(root, 'member.mobileLast4', digits)
    if (known.size < LAST_FOURS) known.set(digits, index)
    return index
  }
}

const macKey = (root: RootSecret, purpose: MacPurpose): Buffer => root.key(`mac/${purpose}`)

function isEqual(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const signingKeys = (root: RootSecret): SigningKeys => ({
  'audit.tag': macKey(root, 'audit.tag').toString('base64'),
  'audit.chain': macKey(root, 'audit.chain').toString('base64'),
  'audit.anchor': macKey(root, 'audit.anchor').toString('base64'),
})

type MacKeys = Readonly<Record<MacPurpose, readonly Buffer[]>>

/** Keys that check signatures, by purpose: of the roots that are there, then of those that are gone. */
function macKeysOf(roots: readonly RootSecret[], kept: readonly SigningKeys[]): MacKeys {
  const keysOf = (purpose: MacPurpose) => [
    ...roots.map((root) => macKey(root, purpose)),
    ...kept.map((keys) => Buffer.from(keys[purpose], 'base64')),
  ]
  const [tag, chain, anchor] = MAC_PURPOSES.map(keysOf)
  return { 'audit.tag': tag ?? [], 'audit.chain': chain ?? [], 'audit.anchor': anchor ?? [] }
}

function makeKeyring(
  current: RootSecret,
  retired: readonly RootSecret[],
  kept: readonly SigningKeys[],
): Keyring {
  const roots = [current, ...retired]
  const macKeys = macKeysOf(roots, kept)
  const lastFour = lastFourIndex(current)
  const rootOf = (id: string, what: string): RootSecret => {
    const root = roots.find((candidate) => candidate.id === id)
    invariant(root, `${what} was written with key ${id}`)
    return root
  }
  return {
    keyId: current.id,
    retiredIds: retired.map(({ id }) => id),
    sealedPrefix: `${FORMAT}.${current.id}.`,
    encrypt: (place, text) => seal(current, place, text),
    decrypt(place, sealed) {
      const [format, id = '?', payload] = sealed.split('.')
      const what = `${place.table}.${place.column}`
      invariant(format === FORMAT && payload !== undefined, `unknown format of ${what}`)
      return open(rootOf(id, what), place, payload)
    },
    blindIndex: (index, text) =>
      index === 'member.mobileLast4' ? lastFour(text) : indexUnder(current, index, text),
    blindIndexes: (index, text) => roots.map((root) => indexUnder(root, index, text)),
    mac: (purpose, text) => hmac(macKey(current, purpose), text),
    isMac: (purpose, text, mac) => macKeys[purpose].some((key) => isEqual(hmac(key, text), mac)),
    fileKey: (fileId, salt, id = current.id) =>
      rootOf(id, 'the file').saltedKey(`file/${fileId}`, salt),
    signingKeysOf: (id) => signingKeys(rootOf(id, 'a signature')),
    withSigningKeys: (more) => makeKeyring(current, retired, [...kept, ...more]),
    exportRoots: () => roots.map(({ text }) => text),
  }
}

/**
 * @param current root secret that writes: base64 of 32 bytes
 * @param retired roots that a rotation is leaving behind: they read what they wrote; named twice is once
 */
export function createKeyring(current: string, retired: readonly string[] = []): Keyring {
  const root = new RootSecret(current)
  const others = new Map(
    retired.map((text) => new RootSecret(text)).map((other) => [other.id, other]),
  )
  others.delete(root.id)
  return makeKeyring(root, [...others.values()], [])
}
