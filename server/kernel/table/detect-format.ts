import { AppError } from '../app-error.ts'
import { isWorkbook, type TableFormat } from '../../contract/table.ts'
import { decodeText } from './csv-table.ts'
import type { OpenBytes } from './table.ts'
import { firstSheetName } from './xlsx-table.ts'

const BOM = [0xef, 0xbb, 0xbf]
const HEAD_BYTES = 64 * 1024
const DELIMITERS = [',', '\t', ';'] as const

const beginsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, i) => bytes[i] === byte)

async function readHead(open: OpenBytes): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of open()) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= HEAD_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES)
}

/** The whole file is looked at: a GBK file may begin with ten thousand lines of digits. */
async function isUtf8(open: OpenBytes): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of open()) decoder.decode(chunk, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** GB18030 holds GBK and GB2312. @throws AppError FILE_ENCODING_UNKNOWN */
async function assertGb18030(open: OpenBytes): Promise<void> {
  for await (const text of decodeText(open, 'gb18030')) {
    if (text.includes('\uFFFD')) throw new AppError('FILE_ENCODING_UNKNOWN')
  }
}

/** The sign that stands most often in the first line, outside of quotes. */
function detectDelimiter(head: string): (typeof DELIMITERS)[number] {
  const [line = ''] = head.replaceAll(/"[^"]*"/g, '').split(/\r?\n/, 1)
  const counts = DELIMITERS.map((sign) => line.split(sign).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

/**
 * Says how a file is written, by its bytes and not by its name.
 * @throws AppError FILE_EMPTY, FILE_NOT_TABLE, FILE_ENCODING_UNKNOWN
 */
export async function detectFormat(open: OpenBytes): Promise<TableFormat> {
  const head = await readHead(open)
  if (head.length === 0) throw new AppError('FILE_EMPTY')
  if (isWorkbook(head)) return { kind: 'xlsx', sheet: await firstSheetName(open) }
  // Pictures, PDF, the old XLS and UTF-16 all have zero bytes; text in UTF-8 or GBK has none.
  if (head.includes(0)) throw new AppError('FILE_NOT_TABLE')
  const hasBom = beginsWith(head, BOM)
  const encoding = (await isUtf8(open)) ? 'utf8' : 'gb18030'
  if (encoding === 'gb18030') await assertGb18030(open)
  return { kind: 'csv', encoding, hasBom, delimiter: detectDelimiter(head.toString('latin1')) }
}
