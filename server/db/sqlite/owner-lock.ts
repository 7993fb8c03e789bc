import { realpath } from 'node:fs/promises'
import { AppError } from '../../kernel/app-error.ts'
import { SqliteConnection } from './connection.ts'
import { isBusy } from './errors.ts'

/** The file itself where the path is a link to it: two paths to one file have one lock. */
async function realFile(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return path
    throw error
  }
}

/**
 * One process owns a database file. The lock is an exclusive transaction on a side file, and so the
 * operating system's own file lock: it dies with the process, and a kill leaves nothing to clean up.
 *
 * @returns how to give the lock back
 * @throws AppError DATABASE_IN_USE before anything is written
 */
export async function acquireOwnerLock(databasePath: string): Promise<() => Promise<void>> {
  const connection = await SqliteConnection.open(`${await realFile(databasePath)}.lock`)
  try {
    await connection.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE',
    )
  } catch (error) {
    await connection.close()
    if (isBusy(error))
      throw new AppError('DATABASE_IN_USE', { path: databasePath }, { cause: error })
    throw error
  }
  return () => connection.close()
}
