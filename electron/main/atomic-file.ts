import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ShellError, reasonOf, shellProblem } from './shell-problem.ts'

/** Is this the error of a file that isn't there? */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** Text of a file; undefined when there is none. Throws STORAGE_FAILED when it can't be read. */
export async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw new ShellError(shellProblem('STORAGE_FAILED', { file, reason: reasonOf(error) }), error)
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder; there the rename itself is written through.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Writes the whole file or nothing, and only returns when it is on the disk: a power cut leaves the old
 * or the new content. Readable by the user alone. Throws STORAGE_FAILED.
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const temporary = `${file}.new`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(text, 'utf8')
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
    await syncFolder(dirname(file))
  } catch (error) {
    // What failed first says more, and what is left here is overwritten the next time.
    await rm(temporary, { force: true }).catch(() => undefined)
    throw new ShellError(shellProblem('STORAGE_FAILED', { file, reason: reasonOf(error) }), error)
  }
}

/** Moves a damaged file out of the way, keeping it; answers its new name. */
export async function putAside(file: string, nowMs: number): Promise<string> {
  const aside = `${file}.broken-${nowMs}`
  try {
    await rename(file, aside)
  } catch (error) {
    throw new ShellError(shellProblem('STORAGE_FAILED', { file, reason: reasonOf(error) }), error)
  }
  return aside
}
