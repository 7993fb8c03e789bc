import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ctx, Db } from '../db/context.ts'
import type { Provider } from '../db/dialect.ts'
import { openDatabase, type DatabaseLocation } from '../db/open.ts'
import { systemClock } from '../kernel/clock.ts'
import { silentLogger } from '../testing/silent-logger.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { startTestPostgres } from '../testing/test-postgres.ts'

const POOL_MAX = 10

/**
 * Runs work on a fresh database of each kind, both of which write to the disk before they answer.
 * @returns what each came to
 */
export async function onBothDatabases<T>(
  work: (ctx: Ctx<Db>, folder: string) => Promise<T>,
): Promise<Record<Provider, T>> {
  const folder = await mkdtemp(join(tmpdir(), 'member-desk-bench-'))
  const postgres = await startTestPostgres({ isDurable: true })
  const on = async (location: DatabaseLocation) => {
    const backupDir = join(folder, 'backups')
    const database = await openDatabase({
      location,
      backupDir,
      clock: systemClock,
      log: silentLogger,
    })
    try {
      return await work(makeTestContext(database, { clock: systemClock }), folder)
    } finally {
      await database.close()
    }
  }
  try {
    await postgres.createDatabase('bench')
    const url = postgres.urlOf('bench')
    return {
      sqlite: await on({ provider: 'sqlite', path: join(folder, 'bench.db') }),
      postgresql: await on({ provider: 'postgresql', url, poolMax: POOL_MAX }),
    }
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
