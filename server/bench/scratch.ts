import { openDatabase } from '../db/open.ts'
import { systemClock } from '../kernel/clock.ts'
import { silentLogger } from '../testing/silent-logger.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { startTestPostgres } from '../testing/test-postgres.ts'
import { runStatement, sql } from '../db/sql.ts'
import { bareDriver } from './bare-driver.ts'
import { lists, lookUps } from './members.bench.ts'
const folder = '/work/main/.cache/bench/members'
const pg = await startTestPostgres({ isDurable: true, folder: `${folder}/postgres` })
for (const location of [{ provider: 'sqlite', path: `${folder}/member.db` }, { provider: 'postgresql', url: pg.urlOf('bench'), poolMax: 10 }] as const) {
  const database = await openDatabase({ location, backupDir: `${folder}/b`, clock: systemClock, log: silentLogger })
  const ctx = makeTestContext(database, { clock: systemClock })
  if (process.env['V'] && location.provider === 'postgresql') { const t = Date.now(); await runStatement(ctx, sql`VACUUM (ANALYZE)`); console.log('vacuum s', (Date.now() - t) / 1000) }
  const bare = bareDriver(location)
  console.log(location.provider)
  for (const [k, v] of Object.entries({ ...(await lookUps(ctx, bare)), ...(await lists(ctx, bare)) })) console.log(k.padEnd(26), JSON.stringify(v))
  await bare.close(); await database.close()
}
await pg.stop()
