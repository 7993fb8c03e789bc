import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ctx, Db } from '../db/context.ts'
import { openDatabase, type DatabaseLocation } from '../db/open.ts'
import { systemClock } from '../kernel/clock.ts'
import { seed } from '../seed/seed.ts'
import { silentLogger } from '../testing/silent-logger.ts'
import { makeTestContext } from '../testing/test-context.ts'
import { startTestPostgres } from '../testing/test-postgres.ts'

const POOL_MAX = 10

export interface MemberDatabase {
  readonly location: DatabaseLocation
  readonly ctx: Ctx<Db>
  /** Lets go of it before the end: for others who want it for themselves. */
  close(): Promise<void>
  /** How long filling it took; undefined when it was there. */
  readonly seededInSeconds: number | undefined
}

interface Size {
  readonly members: number
  readonly orders: number
  /** What is written besides. */
  readonly more?: (ctx: Ctx<Db>) => Promise<void>
}

async function fill(location: DatabaseLocation, folder: string, { members, orders, more }: Size) {
  const database = await open(location, folder)
  try {
    const startedAtMs = performance.now()
    const ctx = makeTestContext(database, { clock: systemClock })
    await seed(ctx, {
      members,
      orders,
      seed: 1,
      report: (done) => {
        if (done % 50_000 === 0) process.stderr.write(`  ${location.provider}: ${done} members\n`)
      },
    })
    await more?.(ctx)
    return (performance.now() - startedAtMs) / 1000
  } finally {
    await database.close()
  }
}

const open = (location: DatabaseLocation, folder: string) =>
  openDatabase({
    location,
    backupDir: join(folder, 'backups'),
    clock: systemClock,
    log: silentLogger,
  })

/**
 * Databases with many members and orders, one of each kind. Filling them takes minutes, so they are kept in
 * a folder and used again; work that writes into them leaves what it wrote.
 */
export async function withMemberDatabases(
  folder: string,
  size: Size,
  work: (database: MemberDatabase) => Promise<void>,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'member.db')
  const postgres = await startTestPostgres({ isDurable: true, folder: join(folder, 'postgres') })
  try {
    const draft = `${path}.draft`
    let sqliteSeconds: number | undefined
    if (!existsSync(path)) {
      for (const end of ['', '-wal', '-shm', '.lock']) await rm(draft + end, { force: true })
      sqliteSeconds = await fill({ provider: 'sqlite', path: draft }, folder, size)
      await rename(draft, path)
    }
    const marker = join(folder, 'postgres-is-full')
    const url = postgres.urlOf('bench')
    const postgresLocation = { provider: 'postgresql', url, poolMax: POOL_MAX } as const
    let postgresSeconds: number | undefined
    if (!existsSync(marker)) {
      await postgres.createDatabase('bench').catch(() => undefined)
      postgresSeconds = await fill(postgresLocation, folder, size)
      await mkdir(marker)
    }
    for (const [location, seededInSeconds] of [
      [{ provider: 'sqlite', path } as const, sqliteSeconds],
      [postgresLocation, postgresSeconds],
    ] as const) {
      const database = await open(location, folder)
      const ctx = makeTestContext(database, { clock: systemClock })
      let isOpen = true
      const closeOnce = async () => {
        if (isOpen) await database.close()
        isOpen = false
      }
      try {
        await work({ location, ctx, seededInSeconds, close: () => closeOnce() })
      } finally {
        await closeOnce()
      }
    }
  } finally {
    await postgres.stop()
  }
}
