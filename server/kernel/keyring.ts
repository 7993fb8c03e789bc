import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { invariant } from './invariant.ts'

const ROOT_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
const FORMAT = 'v1'

/** Where an encrypted value lives. It is bound to the value, so a value moved elsewhere is refused. */
export interface FieldPlace {
  readonly table: string
  readonly column: string
  /** The row's uid: known before the row is written, never reused. */
  readonly row: string
}

/** Blind indexes that exist. Each has a key of its own: equal values in two indexes do not match. */
export type BlindIndex = 'member.mobile' | 'member.mobileLast4'

/** What is signed with a key of its own, so that one kind of signature is never taken for another. */
export type MacPurpose = 'audit.tag' | 'audit.chain' | 'audit.anchor'

/** Keys derived from one root secret by HKDF-SHA-256. */
export interface Keyring {
  /** Public name of the root secret: safe to store beside the data. */
  readonly keyId: string
  /** AES-256-GCM; `v1.<key id>.<base64url of iv, tag, ciphertext>`. */
  encrypt(place: FieldPlace, text: string): string
  /** Throws when the value was altered, moved, or written with another key. */
  decrypt(place: FieldPlace, sealed: string): string
  /** HMAC-SHA-256 of a normalised value, for exact look-up without decrypting. */
  blindIndex(index: BlindIndex, text: string): string
  /** HMAC-SHA-256 that shows that this program wrote the text. */
  mac(purpose: MacPurpose, text: string): string
  /**
   * Key of one writing of one file; see `sealed-file.ts`, its only user.
   * @param keyId of the root that the file was written with; the current one for a new file
   */
  fileKey(fileId: string, salt: Buffer, keyId?: string): Buffer
}

/** True for base64 of exactly 32 bytes, the form of a root secret. */
export function isRootSecret(text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === ROOT_BYTES && bytes.toString('base64') === text.trim()
}

/** @param root base64 of 32 bytes */
export function createKeyring(root: string): Keyring {
  invariant(isRootSecret(root), 'the root secret is base64 of 32 bytes')
  const secret = Buffer.from(root, 'base64')
  const derive = (info: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `member-desk/${info}`, length))

  const keyId = derive('key-id', 6).toString('hex')
  const fieldKeys = new Map<string, Buffer>()
  const keyOf = (info: string) => {
    const known = fieldKeys.get(info)
    if (known) return known
    const key = derive(info, ROOT_BYTES)
    fieldKeys.set(info, key)
    return key
  }
  const hmac = (info: string, text: string) =>
    createHmac('sha256', keyOf(info)).update(text).digest('base64url')
  const cipherKey = ({ table, column }: FieldPlace) => keyOf(`field/${table}.${column}`)
  const bound = (place: FieldPlace) =>
    Buffer.from([FORMAT, keyId, place.table, place.column, place.row].join('\u0000'))

  return {
    keyId,
    encrypt(place, text) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', cipherKey(place), iv).setAAD(bound(place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return [
        FORMAT,
        keyId,
        Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url'),
      ].join('.')
    },
    decrypt(place, sealed) {
      const [format, id, payload] = sealed.split('.')
      invariant(
        format === FORMAT && payload !== undefined,
        `unknown format of ${place.table}.${place.column}`,
      )
      invariant(id === keyId, `${place.table}.${place.column} was written with key ${id ?? '?'}`)
      const bytes = Buffer.from(payload, 'base64url')
      const decipher = createDecipheriv(
        'aes-256-gcm',
        cipherKey(place),
        bytes.subarray(0, IV_BYTES),
      )
        .setAAD(bound(place))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return (
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') +
        decipher.final('utf8')
      )
    },
    blindIndex: (index, text) => hmac(`index/${index}`, text),
    mac: (purpose, text) => hmac(`mac/${purpose}`, text),
    fileKey(fileId, salt, id = keyId) {
      invariant(id === keyId, `the file was written with key ${id}`)
      const info = `member-desk/file/${fileId}`
      return Buffer.from(hkdfSync('sha256', secret, salt, info, ROOT_BYTES))
    },
  }
}
