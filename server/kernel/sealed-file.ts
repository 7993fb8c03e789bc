import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { invariant, InvariantError } from './invariant.ts'
import type { Keyring } from './keyring.ts'

/**
 * A sealed file: `MDF1`, key id (6 bytes), salt (32 bytes), then chunks of 64 KiB, each followed by its tag;
 * the last one is the shorter one and may be empty. The salt makes a key of its own for every writing, so
 * that the counter may serve as nonce also when a file is written a second time.
 */
const MAGIC = Buffer.from('MDF1')
const KEY_ID_BYTES = 6
const SALT_BYTES = 32
const HEADER_BYTES = MAGIC.length + KEY_ID_BYTES + SALT_BYTES
const TAG_BYTES = 16
const IV_BYTES = 12
/** Nobody but the owner reads what a job made. */
const FILE_MODE = 0o600

/** Plain bytes of every chunk but the last. */
export const SEALED_CHUNK_BYTES = 64 * 1024
const STORED_CHUNK_BYTES = SEALED_CHUNK_BYTES + TAG_BYTES

/** The bytes are no sealed file, or one that was altered or cut: no key and no second try opens it. */
export class SealBroken extends InvariantError {}

interface Chunk {
  readonly key: Buffer
  readonly fileId: string
  readonly index: number
  readonly isLast: boolean
}

function nonceOf({ index }: Chunk): Buffer {
  const nonce = Buffer.alloc(IV_BYTES)
  nonce.writeBigUInt64BE(BigInt(index), IV_BYTES - 8)
  return nonce
}

const boundTo = ({ fileId, index, isLast }: Chunk): Buffer =>
  Buffer.from(`${fileId}\u0000${index}\u0000${isLast ? 'last' : 'more'}`)

function sealChunk(chunk: Chunk, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', chunk.key, nonceOf(chunk)).setAAD(boundTo(chunk))
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function openChunk(chunk: Chunk, stored: Buffer): Buffer {
  const at = stored.length - TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', chunk.key, nonceOf(chunk), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(boundTo(chunk))
    .setAuthTag(stored.subarray(at))
  const plain = decipher.update(stored.subarray(0, at))
  try {
    return Buffer.concat([plain, decipher.final()])
  } catch {
    throw new SealBroken('a sealed file was altered, cut or moved')
  }
}

/** Collects what is written into chunks; a full one waits until it is known whether more comes. */
class SealingWriter {
  readonly #handle: FileHandle
  readonly #file: Pick<Chunk, 'key' | 'fileId'>
  readonly #waiting = Buffer.allocUnsafe(SEALED_CHUNK_BYTES)
  #filled = 0
  #index = 0

  constructor(handle: FileHandle, file: Pick<Chunk, 'key' | 'fileId'>) {
    this.#handle = handle
    this.#file = file
  }

  async write(bytes: Buffer): Promise<void> {
    for (let taken = 0; taken < bytes.length;) {
      if (this.#filled === SEALED_CHUNK_BYTES) await this.#put(false)
      const copied = bytes.copy(this.#waiting, this.#filled, taken)
      this.#filled += copied
      taken += copied
    }
  }

  async end(): Promise<void> {
    await this.#put(true)
    await this.#handle.sync()
  }

  async #put(isLast: boolean): Promise<void> {
    const chunk = { ...this.#file, index: this.#index, isLast }
    await this.#handle.writeFile(sealChunk(chunk, this.#waiting.subarray(0, this.#filled)))
    this.#filled = 0
    this.#index += 1
  }
}

/**
 * Writes a file that only this keyring reads. What is there under the path is replaced. A writer that is
 * destroyed before its end leaves a file that `openSealed` refuses.
 *
 * @param fileId what the file is, bound to its contents: one file renamed to another is refused
 */
export function sealTo(path: string, keys: Keyring, fileId: string): Writable {
  let handle: FileHandle | undefined
  let writer: SealingWriter | undefined
  const begin = async () => {
    const salt = randomBytes(SALT_BYTES)
    handle = await open(path, 'w', FILE_MODE)
    await handle.writeFile(Buffer.concat([MAGIC, Buffer.from(keys.keyId, 'hex'), salt]))
    writer = new SealingWriter(handle, { key: keys.fileKey(fileId, salt), fileId })
  }
  const settle = (work: Promise<void> | undefined, done: (error?: Error | null) => void) => {
    invariant(work, 'a sealed file is opened before it is written')
    work.then(() => done(), done)
  }
  return new Writable({
    decodeStrings: true,
    construct: (done) => settle(begin(), done),
    write: (bytes: Buffer, _encoding, done) => settle(writer?.write(bytes), done),
    final: (done) => settle(writer?.end(), done),
    destroy(error, done) {
      const close = handle?.close() ?? Promise.resolve()
      close.then(
        () => done(error),
        (failure: Error) => done(error ?? failure),
      )
    },
  })
}

/** Bytes until the buffer is full or the file ends. */
async function readFully(handle: FileHandle, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

async function readHeader(handle: FileHandle) {
  const header = await readFully(handle, HEADER_BYTES)
  const isWhole = header.length === HEADER_BYTES && header.subarray(0, MAGIC.length).equals(MAGIC)
  if (!isWhole) throw new SealBroken('not a sealed file')
  const saltAt = MAGIC.length + KEY_ID_BYTES
  return {
    keyId: header.subarray(MAGIC.length, saltAt).toString('hex'),
    salt: header.subarray(saltAt),
  }
}

/**
 * What a sealed file holds, piece by piece: each is checked before it is handed out. Throws when the file
 * was altered, cut, put together anew, moved, or written with a key that is not there. What was handed out
 * before is the beginning of the file, so nothing may be made of it until the end was reached.
 */
export async function* openSealed(
  path: string,
  keys: Keyring,
  fileId: string,
): AsyncGenerator<Buffer, void, void> {
  const handle = await open(path, 'r')
  try {
    const { keyId, salt } = await readHeader(handle)
    const key = keys.fileKey(fileId, salt, keyId)
    let stored = await readFully(handle, STORED_CHUNK_BYTES)
    for (let index = 0, isLast = false; !isLast; index += 1) {
      const next = await readFully(handle, STORED_CHUNK_BYTES)
      isLast = next.length === 0
      if (stored.length < TAG_BYTES) throw new SealBroken('a sealed file was cut')
      yield openChunk({ key, fileId, index, isLast }, stored)
      stored = next
    }
  } finally {
    await handle.close()
  }
}

/** The key that a sealed file was written with; throws for a file that is none. */
export async function sealedWith(path: string): Promise<string> {
  const handle = await open(path, 'r')
  try {
    return (await readHeader(handle)).keyId
  } finally {
    await handle.close()
  }
}

/** Ending of the names of drafts: a crash leaves one behind. */
export const DRAFT_ENDING = '.new'

/** Writes a sealed file anew with the key in use; it is there, whole, at any moment. */
export async function resealFile(path: string, keys: Keyring, fileId: string): Promise<void> {
  // A name of its own: another server may be at the same file.
  const draft = `${path}.${randomBytes(4).toString('hex')}${DRAFT_ENDING}`
  try {
    await pipeline(openSealed(path, keys, fileId), sealTo(draft, keys, fileId))
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Bytes that a sealed file holds; throws ENOENT where there is none. */
export async function sealedSize(path: string): Promise<number> {
  const { size } = await stat(path)
  const stored = Math.max(0, size - HEADER_BYTES)
  return Math.max(0, stored - Math.ceil(stored / STORED_CHUNK_BYTES) * TAG_BYTES)
}
