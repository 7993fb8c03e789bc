import { describeConformance } from '../testing/conformance.ts'
import { PrismaClient } from '../testing/generated/client.ts'
import { sqliteAdapterFactory } from './adapter.ts'
import { SqlitePool } from './pool.ts'

describeConformance('the SQLite adapter', async (path, { busyTimeoutMs }) => {
  const pool = await SqlitePool.open(path, { busyTimeoutMs })
  const client = new PrismaClient({ adapter: sqliteAdapterFactory(pool) })
  return {
    client,
    async close() {
      await client.$disconnect()
      await pool.close()
    },
  }
})
