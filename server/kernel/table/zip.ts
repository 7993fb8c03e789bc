import { Inflate } from 'fflate'
import { AppError } from '../app-error.ts'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const END_BYTES = 22
const COMMENT_MAX = 65_535
const ENTRIES_MAX = 2_000
/** Packed bytes that are unpacked at once: a thousand times as many can come out of them. */
const CHUNK = 16 * 1024
const STORED = 0
const DEFLATED = 8

interface ZipEntry {
  readonly method: number
  readonly start: number
  readonly bytes: number
}

const broken = (): AppError => new AppError('FILE_NOT_TABLE')

/** Entries of a ZIP file by name, from the directory at its end. @throws AppError FILE_NOT_TABLE */
export function readDirectory(file: Buffer): Map<string, ZipEntry> {
  const from = Math.max(0, file.length - END_BYTES - COMMENT_MAX)
  const tail = file.subarray(from)
  const end = from + tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (end < from || end + END_BYTES > file.length) throw broken()
  if (file.readUInt32LE(end) !== END_OF_DIRECTORY) throw broken()
  const count = file.readUInt16LE(end + 10)
  if (count > ENTRIES_MAX) throw broken()
  const entries = new Map<string, ZipEntry>()
  let at = file.readUInt32LE(end + 16)
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== DIRECTORY_ENTRY) throw broken()
    const nameBytes = file.readUInt16LE(at + 28)
    const name = file.toString('utf8', at + 46, at + 46 + nameBytes)
    const local = file.readUInt32LE(at + 42)
    if (local + 30 > file.length) throw broken()
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    entries.set(name, {
      method: file.readUInt16LE(at + 10),
      start,
      bytes: file.readUInt32LE(at + 20),
    })
    at += 46 + nameBytes + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

/**
 * The contents of an entry, a piece at a time. A small file that unpacks to a huge one is stopped at the
 * limit, whatever sizes its directory claims.
 *
 * @throws AppError FILE_NOT_TABLE, WORKBOOK_UNPACKS_TOO_LARGE
 */
export function* inflateEntry(file: Buffer, entry: ZipEntry, maxMb: number): Generator<Uint8Array> {
  const packed = file.subarray(entry.start, entry.start + entry.bytes)
  if (packed.length < entry.bytes) throw broken()
  if (entry.method !== STORED && entry.method !== DEFLATED) throw broken()
  let out: Uint8Array[] = []
  let size = 0
  const inflate = new Inflate((chunk) => out.push(chunk))
  for (let at = 0; at < packed.length; at += CHUNK) {
    const piece = packed.subarray(at, at + CHUNK)
    try {
      if (entry.method === STORED) out.push(piece)
      else inflate.push(piece, at + CHUNK >= packed.length)
    } catch (error) {
      throw new AppError('FILE_NOT_TABLE', {}, { cause: error })
    }
    for (const chunk of out) {
      size += chunk.length
      if (size > maxMb * 1024 * 1024) throw new AppError('WORKBOOK_UNPACKS_TOO_LARGE', { maxMb })
      yield chunk
    }
    out = []
  }
}
