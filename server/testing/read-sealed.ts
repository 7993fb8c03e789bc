import { basename } from 'node:path'
import { openSealed } from '../kernel/sealed-file.ts'
import type { Keyring } from '../kernel/keyring.ts'

/** A file that a job made: its name is its id. */
export async function readSealedBytes(path: string, keys: Keyring): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of openSealed(path, keys, basename(path))) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Its text. */
export const readSealed = async (path: string, keys: Keyring): Promise<string> =>
  (await readSealedBytes(path, keys)).toString('utf8')
