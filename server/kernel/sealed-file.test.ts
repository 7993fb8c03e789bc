import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TEST_ROOT_SECRET } from '../testing/test-context.ts'
import { createKeyring } from './keyring.ts'
import { openSealed, SEALED_CHUNK_BYTES, sealedSize, sealTo } from './sealed-file.ts'

const CHUNK = SEALED_CHUNK_BYTES
const HEADER = 42
const STORED = CHUNK + 16
const keys = createKeyring(TEST_ROOT_SECRET)

describe('a sealed file', () => {
  let folder: string
  let path: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), '文件 sealed-'))
    path = join(folder, 'a.csv')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const write = (bytes: Buffer, to = path, fileId = 'a') =>
    pipeline(Readable.from([bytes]), sealTo(to, keys, fileId))
  const read = async (fileId = 'a', from = path, ring = keys) => {
    const pieces: Buffer[] = []
    for await (const piece of openSealed(from, ring, fileId)) pieces.push(piece)
    return Buffer.concat(pieces)
  }
  const change = async (edit: (stored: Buffer) => Buffer) =>
    writeFile(path, edit(await readFile(path)))

  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])(
    'gives back %i bytes, shows none of them, and says how many they are',
    async (length) => {
      const bytes = randomBytes(length)
      await write(bytes)
      expect((await read()).equals(bytes)).toBe(true)
      expect(await sealedSize(path)).toBe(length)
      if (length > 16) expect((await readFile(path)).includes(bytes.subarray(0, 16))).toBe(false)
      expect((await stat(path)).mode & 0o077).toBe(0)
    },
  )

  it('does not depend on how its contents came', async () => {
    const bytes = randomBytes(2 * CHUNK + 99)
    const pieces = [0, 5, 70_000, 70_001, bytes.length]
    await pipeline(
      Readable.from(pieces.slice(1).map((end, i) => bytes.subarray(pieces[i], end))),
      sealTo(path, keys, 'a'),
    )
    expect((await read()).equals(bytes)).toBe(true)
  })

  it('takes text, and is another file with every writing', async () => {
    await pipeline(Readable.from(['会员', '台']), sealTo(path, keys, 'a'))
    expect((await read()).toString()).toBe('会员台')
    const first = await readFile(path)
    await pipeline(Readable.from(['会员', '台']), sealTo(path, keys, 'a'))
    expect((await readFile(path)).subarray(HEADER).equals(first.subarray(HEADER))).toBe(false)
  })

  it.each([
    ['a byte of the text', (b: Buffer) => ((b[HEADER + 3] = (b[HEADER + 3] ?? 0) ^ 1), b)],
    ['a byte of the salt', (b: Buffer) => ((b[12] = (b[12] ?? 0) ^ 1), b)],
    ['the key id', (b: Buffer) => ((b[5] = (b[5] ?? 0) ^ 1), b)],
    ['the mark', (b: Buffer) => ((b[0] = 0), b)],
    ['the last byte missing', (b: Buffer) => b.subarray(0, -1)],
    ['the last chunk missing', (b: Buffer) => b.subarray(0, HEADER + 2 * STORED)],
    ['all chunks missing', (b: Buffer) => b.subarray(0, HEADER)],
    ['half the head missing', (b: Buffer) => b.subarray(0, 20)],
    ['bytes added', (b: Buffer) => Buffer.concat([b, Buffer.alloc(20)])],
    ['its end added again', (b: Buffer) => Buffer.concat([b, b.subarray(HEADER + 2 * STORED)])],
    [
      'two chunks swapped',
      (b: Buffer) =>
        Buffer.concat([
          b.subarray(0, HEADER),
          b.subarray(HEADER + STORED, HEADER + 2 * STORED),
          b.subarray(HEADER, HEADER + STORED),
          b.subarray(HEADER + 2 * STORED),
        ]),
    ],
    [
      'a chunk left out',
      (b: Buffer) => Buffer.concat([b.subarray(0, HEADER), b.subarray(HEADER + STORED)]),
    ],
  ])('is refused with %s', async (_what, edit) => {
    await write(randomBytes(2 * CHUNK + 500))
    await change(edit)
    await expect(read()).rejects.toThrow()
  })

  it('is refused under another name, with parts of another file, and with another key', async () => {
    const other = join(folder, 'b.csv')
    await write(randomBytes(2 * CHUNK + 1))
    await write(randomBytes(2 * CHUNK + 1), other, 'a')
    await expect(read('b')).rejects.toThrow()
    const stranger = createKeyring(Buffer.alloc(32, 8).toString('base64'))
    await expect(read('a', path, stranger)).rejects.toThrow(/was written with key/)
    const foreign = await readFile(other)
    await change((b) =>
      Buffer.concat([b.subarray(0, HEADER + STORED), foreign.subarray(HEADER + STORED)]),
    )
    await expect(read()).rejects.toThrow()
    await rename(other, path)
    expect((await read()).length).toBe(2 * CHUNK + 1)
  })

  it('that was not written to its end is refused', async () => {
    async function* failing() {
      yield await Promise.resolve(randomBytes(3 * CHUNK))
      throw new Error('full disk')
    }
    await expect(pipeline(failing(), sealTo(path, keys, 'a'))).rejects.toThrow('full disk')
    await expect(read()).rejects.toThrow()
  })

  it('that cannot be made says so to its writer', async () => {
    const nowhere = join(folder, 'none', 'a')
    await expect(write(Buffer.alloc(1), nowhere)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is closed by a reader who leaves early, and never read ahead by more than a chunk', async () => {
    await write(randomBytes(5 * CHUNK))
    for await (const piece of openSealed(path, keys, 'a')) {
      expect(piece.length).toBe(CHUNK)
      break
    }
    await rm(path)
  })
})
