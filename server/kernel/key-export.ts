import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'
import { AppError } from './app-error.ts'
import { isRootSecret, RootSecret } from './root-secret.ts'

const FORMAT = 'member-desk-key'
const KEY_BYTES = 32
const SALT_BYTES = 16
const IV_BYTES = 12
const TAG_BYTES = 16
const TEXT_MAX = 10_000
/** 128 MiB and about half a second for each guess. */
const COST = { N: 131_072, r: 8, p: 1 } as const
/** What a file may ask of the computer that opens it. */
const COST_MAX = 262_144
const MEMORY_MAX_BYTES = 512 * 1024 * 1024

const header = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(1),
  keyId: z.string().regex(/^[0-9a-f]{12}$/),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    N: z
      .int()
      .min(16_384)
      .max(COST_MAX)
      .refine((cost) => (cost & (cost - 1)) === 0),
    r: z.literal(8),
    p: z.literal(1),
    salt: z.base64(),
  }),
})
const sealedKeys = header.extend({ iv: z.base64(), tag: z.base64(), roots: z.base64() })

type Header = z.infer<typeof header>

/** The same passphrase typed on two systems: accents and widths may be coded in two ways. */
const plainOf = (passphrase: string): string => passphrase.normalize('NFKC')

const deriveKey = ({ N, r, p, salt }: Header['kdf'], passphrase: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const cost = { N, r, p, maxmem: MEMORY_MAX_BYTES }
    scrypt(plainOf(passphrase), Buffer.from(salt, 'base64'), KEY_BYTES, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })

/** Everything that stands in the open is bound, so that none of it can be exchanged. */
const boundTo = ({ format, version, keyId, kdf }: Header): Buffer =>
  Buffer.from(JSON.stringify([format, version, keyId, kdf.name, kdf.N, kdf.r, kdf.p, kdf.salt]))

/**
 * Root secrets as a small text file that opens with the passphrase only: scrypt and AES-256-GCM.
 * @param roots the one in use first, then those that a rotation is leaving behind
 */
export async function sealRoots(roots: readonly string[], passphrase: string): Promise<string> {
  const [current = ''] = roots
  const salt = randomBytes(SALT_BYTES).toString('base64')
  const head: Header = {
    format: FORMAT,
    version: 1,
    keyId: new RootSecret(current).id,
    kdf: { name: 'scrypt', ...COST, salt },
  }
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', await deriveKey(head.kdf, passphrase), iv)
  cipher.setAAD(boundTo(head))
  const body = Buffer.concat([cipher.update(roots.join('\n'), 'utf8'), cipher.final()])
  const file = {
    ...head,
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    roots: body.toString('base64'),
  }
  return `${JSON.stringify(file, undefined, 2)}\n`
}

function readFile(text: string): z.infer<typeof sealedKeys> {
  try {
    return sealedKeys.parse(JSON.parse(text.slice(0, TEXT_MAX)))
  } catch (error) {
    throw new AppError('KEY_FILE_INVALID', {}, { cause: error })
  }
}

/**
 * The root secrets of such a file, the one in use first.
 * @throws AppError KEY_FILE_INVALID, WRONG_PASSPHRASE
 */
export async function openRoots(text: string, passphrase: string): Promise<readonly string[]> {
  const file = readFile(text)
  const key = await deriveKey(file.kdf, passphrase)
  const tag = Buffer.from(file.tag, 'base64')
  if (tag.length !== TAG_BYTES) throw new AppError('KEY_FILE_INVALID')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.iv, 'base64'))
    .setAAD(boundTo(file))
    .setAuthTag(tag)
  let roots: string[]
  try {
    const body = Buffer.concat([
      decipher.update(Buffer.from(file.roots, 'base64')),
      decipher.final(),
    ])
    roots = body.toString('utf8').split('\n')
  } catch (error) {
    throw new AppError('WRONG_PASSPHRASE', {}, { cause: error })
  }
  const [current = ''] = roots
  if (!roots.every(isRootSecret) || new RootSecret(current).id !== file.keyId)
    throw new AppError('KEY_FILE_INVALID')
  return roots
}
