import type { ExportedKeyInput } from './contract/embedded.ts'
import { openRoots } from './kernel/key-export.ts'
import { openContext, type OpenContextOptions } from './start.ts'

/**
 * Opens a copy of the data key and looks whether the database is sealed with it, by opening the database
 * as a start does. @returns the root secrets, the one in use first; they are stored nowhere
 * @throws AppError KEY_FILE_INVALID, WRONG_PASSPHRASE, DATA_KEY_MISMATCH, DATA_KEY_RETIRED,
 * DATA_KEY_PREVIOUS_MISSING
 */
export async function openExportedKey(
  options: Omit<OpenContextOptions, 'dataKey' | 'previousKeys'>,
  { text, passphrase }: ExportedKeyInput,
): Promise<{ readonly dataKey: string; readonly previousKeys: readonly string[] }> {
  const [dataKey = '', ...previousKeys] = await openRoots(text, passphrase)
  const { database } = await openContext({ ...options, dataKey, previousKeys })
  await database.close()
  return { dataKey, previousKeys }
}
