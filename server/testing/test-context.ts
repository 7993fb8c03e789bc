import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PERMISSIONS } from '../contract/permissions.ts'
import type { Ctx, Db } from '../db/context.ts'
import type { Database } from '../db/open.ts'
import { makeBusinessZone } from '../kernel/business-zone.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Actor } from '../kernel/context.ts'
import { createKeyring } from '../kernel/keyring.ts'
import { silentLogger } from './silent-logger.ts'

/** A fixed root secret: tests compare what two contexts write. */
export const TEST_ROOT_SECRET = Buffer.alloc(32, 7).toString('base64')

export interface FakeClock extends Clock {
  /** Moves time on by milliseconds. */
  advance(ms: number): void
}

/** Wednesday 18 March 2026, 14:26 in Shanghai, unless told otherwise. */
export function fakeClock(start = '2026-03-18T06:26:00Z'): FakeClock {
  let time = new Date(start).getTime()
  return {
    now: () => new Date(time),
    advance(ms) {
      time += ms
    },
  }
}

/** Every right, as a command has. */
export const PROGRAM_ACTOR: Actor = {
  kind: 'program',
  permissions: new Set(PERMISSIONS),
  scope: { kind: 'all' },
  name: 'test',
}

/** A context with every right, a fake clock and fixed keys. */
export function makeTestContext(database: Database, overrides: Partial<Ctx<Db>> = {}): Ctx<Db> {
  return {
    db: database.db,
    dialect: database.dialect,
    clock: fakeClock(),
    zone: makeBusinessZone(),
    keys: createKeyring(TEST_ROOT_SECRET),
    log: silentLogger,
    actor: PROGRAM_ACTOR,
    requestId: 'test',
    address: '203.0.113.7',
    runtime: { version: '0.0.0', home: 'standalone', filesDir: join(tmpdir(), 'member-desk-test') },
    ...overrides,
  }
}
