import { randomBytes } from 'node:crypto'
import { access } from 'node:fs/promises'
import { z } from 'zod'
import { readIfPresent, writeAtomically } from './atomic-file.ts'
import { type SecretBox, sealed } from './secret-box.ts'
import { ShellError, reasonOf, shellProblem } from './shell-problem.ts'

const KEY_BYTES = 32

/** base64 of exactly 32 bytes, as the server asks for it. */
const dataKey = z
  .base64()
  .refine((text) => Buffer.from(text, 'base64').length === KEY_BYTES, 'not 32 bytes in base64')

const keyFile = z.strictObject({ version: z.literal(1), key: sealed })

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

function openKeyFile(file: string, text: string, box: SecretBox): string {
  try {
    return dataKey.parse(box.unseal(keyFile.parse(JSON.parse(text)).key))
  } catch (error) {
    if (error instanceof ShellError) throw error
    throw new ShellError(
      shellProblem('DATA_KEY_UNREADABLE', { file, reason: reasonOf(error) }),
      error,
    )
  }
}

/**
 * The root secret of the embedded database, made on first run. An existing key is never overwritten,
 * and none is made beside an existing database: either would make every member's data unreadable.
 * Throws KEYCHAIN_UNAVAILABLE, DATA_KEY_UNREADABLE, DATA_KEY_MISSING or STORAGE_FAILED.
 */
export async function loadDataKey(options: {
  file: string
  database: string
  box: SecretBox
}): Promise<string> {
  const { file, database, box } = options
  const text = await readIfPresent(file)
  if (text !== undefined) return openKeyFile(file, text, box)
  if (await exists(database))
    throw new ShellError(shellProblem('DATA_KEY_MISSING', { file, database }))

  const key = randomBytes(KEY_BYTES).toString('base64')
  await writeAtomically(file, JSON.stringify({ version: 1, key: box.seal(key) }) + '\n')
  // Read back before anything is encrypted with it: a keychain that can't return it is found now.
  const written = (await readIfPresent(file)) ?? ''
  const readBack = openKeyFile(file, written, box)
  if (readBack !== key)
    throw new ShellError(shellProblem('DATA_KEY_UNREADABLE', { file, reason: 'not as written' }))
  return key
}
