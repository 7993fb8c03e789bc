import { tmpdir } from 'node:os'
import { Registry } from 'prom-client'
import type { Database } from '../db/open.ts'
import type { ServerDeps } from '../http/app-env.ts'
import { makeBusinessZone } from '../kernel/business-zone.ts'
import type { Clock } from '../kernel/clock.ts'
import { silentLogger } from './silent-logger.ts'
import { makeTestContext } from './test-context.ts'

/** What a server is made of that listens nowhere. */
export function serverDeps(database: Database, clock: Clock): ServerDeps {
  const { keys, runtime } = makeTestContext(database)
  return {
    ...{ database, clock, keys, runtime, log: silentLogger, zone: makeBusinessZone() },
    ...{ launchToken: undefined, firstRunToken: undefined, metricsToken: undefined },
    ...{ jobFilesDir: tmpdir(), isLoopback: true, publicUrl: undefined, backOfficeDir: undefined },
    ...{ isAccepting: () => true, metrics: new Registry() },
  }
}
