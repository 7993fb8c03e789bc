import { readdir } from 'node:fs/promises'

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Names of the files in a folder; none when it was never made. */
export async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.flatMap((entry) => (entry.isFile() ? entry.name : []))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
