import { invariant } from '../../kernel/invariant.ts'
import { SqliteConnection } from './connection.ts'
import { isSqliteError } from './errors.ts'

export interface SqlitePoolOptions {
  /** Connections that only read; one long report occupies one of them. */
  readonly readers?: number
  readonly busyTimeoutMs?: number
}

const READERS = 4
const BUSY_TIMEOUT_MS = 5_000
/** `synchronous=FULL` is 2: a commit is on disk before it is acknowledged. */
const EXPECTED = { journal_mode: 'wal', foreign_keys: 1, synchronous: 2 } as const

async function openConnection(path: string, role: 'writer' | 'reader', busyTimeoutMs: number) {
  const connection = await SqliteConnection.open(path)
  try {
    await connection.exec(
      `PRAGMA busy_timeout = ${busyTimeoutMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
       PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;` +
        (role === 'reader' ? 'PRAGMA query_only = ON;' : ''),
    )
    await assertPragmas(connection, busyTimeoutMs)
    return connection
  } catch (error) {
    await connection.close()
    throw error
  }
}

async function assertPragmas(connection: SqliteConnection, busyTimeoutMs: number): Promise<void> {
  for (const [name, wanted] of Object.entries({ ...EXPECTED, busy_timeout: busyTimeoutMs })) {
    const found = await connection.pragma(name)
    invariant(found === wanted, `SQLite pragma ${name} is ${String(found)}, not ${wanted}`)
  }
}

/** Things handed out one at a time, first come first served. */
class Lease<T> {
  readonly #idle: T[]
  readonly #waiting: ((item: T) => void)[] = []

  constructor(items: readonly T[]) {
    this.#idle = [...items]
  }

  acquire(): Promise<T> {
    const item = this.#idle.pop()
    if (item !== undefined) return Promise.resolve(item)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  release(item: T): void {
    const next = this.#waiting.shift()
    if (next) next(item)
    else this.#idle.push(item)
  }
}

/**
 * One writer behind a queue and a few readers. Nobody sees uncommitted rows, since only the holder of
 * the writer works on its connection; readers see the last commit (WAL).
 */
export class SqlitePool {
  readonly #path: string
  readonly #busyTimeoutMs: number
  readonly #writer: Lease<{ connection: SqliteConnection }>
  readonly #readers: Lease<SqliteConnection>
  readonly #readerCount: number
  #isClosed = false

  private constructor(path: string, busyTimeoutMs: number, writer: SqliteConnection, readers: SqliteConnection[]) {
    this.#path = path
    this.#busyTimeoutMs = busyTimeoutMs
    this.#writer = new Lease([{ connection: writer }])
    this.#readers = new Lease(readers)
    this.#readerCount = readers.length
  }

  /** Opens the writer first, so that the file exists and is in WAL mode before a reader looks. */
  static async open(path: string, options: SqlitePoolOptions = {}): Promise<SqlitePool> {
    const busyTimeoutMs = options.busyTimeoutMs ?? BUSY_TIMEOUT_MS
    const writer = await openConnection(path, 'writer', busyTimeoutMs)
    const readers: SqliteConnection[] = []
    try {
      for (let i = 0; i < (options.readers ?? READERS); i += 1) {
        readers.push(await openConnection(path, 'reader', busyTimeoutMs))
      }
    } catch (error) {
      await Promise.all([writer, ...readers].map((connection) => connection.close()))
      throw error
    }
    return new SqlitePool(path, busyTimeoutMs, writer, readers)
  }

  /** Runs reads on a connection of their own; they see one another's commits only. */
  async read<T>(work: (connection: SqliteConnection) => Promise<T>): Promise<T> {
    const connection = await this.#readers.acquire()
    try {
      return await work(connection)
    } finally {
      this.#readers.release(connection)
    }
  }

  /** Runs one statement that commits by itself, in the writer's turn. */
  async write<T>(work: (connection: SqliteConnection) => Promise<T>): Promise<T> {
    const slot = await this.#writer.acquire()
    try {
      return await work(slot.connection)
    } finally {
      this.#writer.release(slot)
    }
  }

  /** Takes the writer and begins a transaction at once (IMMEDIATE), so that a later write can't fail. */
  async begin(): Promise<SqliteTransaction> {
    const slot = await this.#writer.acquire()
    try {
      await slot.connection.run('BEGIN IMMEDIATE')
    } catch (error) {
      this.#writer.release(slot)
      throw error
    }
    return new SqliteTransaction(slot.connection, async (isClean) => {
      try {
        if (!isClean) slot.connection = await this.#replace(slot.connection)
      } finally {
        this.#writer.release(slot)
      }
    })
  }

  /** Waits for the work under way, folds the log into the file and closes. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    for (let i = 0; i < this.#readerCount; i += 1) await (await this.#readers.acquire()).close()
    const { connection } = await this.#writer.acquire()
    await connection.all('PRAGMA wal_checkpoint(TRUNCATE)')
    await connection.close()
  }

  /** A connection whose transaction could not be ended is never used again. */
  async #replace(connection: SqliteConnection): Promise<SqliteConnection> {
    await connection.close()
    return openConnection(this.#path, 'writer', this.#busyTimeoutMs)
  }
}

/** The writer's open transaction. Ends exactly once, by commit or rollback, and gives the writer back. */
export class SqliteTransaction {
  readonly connection: SqliteConnection
  readonly #release: (isClean: boolean) => Promise<void>
  #isOpen = true

  constructor(connection: SqliteConnection, release: (isClean: boolean) => Promise<void>) {
    this.connection = connection
    this.#release = release
  }

  /** A commit that fails leaves nothing behind: the transaction is rolled back and the error thrown. */
  async commit(): Promise<void> {
    if (!this.#isOpen) return
    try {
      await this.connection.run('COMMIT')
    } catch (error) {
      await this.rollback()
      throw error
    }
    this.#isOpen = false
    await this.#release(true)
  }

  async rollback(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.#release(await this.#tryRollback())
  }

  async #tryRollback(): Promise<boolean> {
    try {
      await this.connection.run('ROLLBACK')
      return true
    } catch (error) {
      // After a full disk SQLite has already rolled back by itself.
      return isSqliteError(error) && error.message.includes('no transaction is active')
    }
  }
}
