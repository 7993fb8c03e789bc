import { basename } from 'node:path'
import { openSealed } from '../kernel/sealed-file.ts'
import type { Keyring } from '../kernel/keyring.ts'

/** Text of a file that a job made: its name is its id. */
export async function readSealed(path: string, keys: Keyring): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of openSealed(path, keys, basename(path))) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}
