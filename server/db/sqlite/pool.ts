import { DriverAdapterError } from '@prisma/driver-adapter-utils'
import { invariant } from '../../kernel/invariant.ts'
import { SqliteConnection } from './connection.ts'
import { Lease } from './lease.ts'
import { SqliteTransaction } from './transaction.ts'

export interface SqlitePoolOptions {
  /** Connections that only read; one long report occupies one of them. */
  readonly readers?: number
  readonly busyTimeoutMs?: number
}

/** One less than the threads that Node has for such work (4), so that reports leave one to the writer. */
const READERS = 3
const BUSY_TIMEOUT_MS = 5_000
/** Pages kept in memory: with the 2 MB that are usual, rows in many indexes are read from disk each time. */
const CACHE_KB = { writer: 131_072, reader: 16_384 } as const
/** 64 MB of log before it is written back: an import touches 18 MB with a thousand members, many pages each time. */
const CHECKPOINT_PAGES = 16_000
/** `synchronous=FULL` is 2: a commit is on disk before it is acknowledged. */
const EXPECTED = { journal_mode: 'wal', foreign_keys: 1, synchronous: 2 } as const

async function openConnection(path: string, role: 'writer' | 'reader', busyTimeoutMs: number) {
  const connection = await SqliteConnection.open(path)
  try {
    await connection.exec(
      `PRAGMA busy_timeout = ${busyTimeoutMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
       PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
       PRAGMA cache_size = -${CACHE_KB[role]}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};` +
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

/** Where the writer is kept; empty after its transaction could not be ended, then opened anew. */
interface WriterSlot {
  connection: SqliteConnection | undefined
}

/**
 * One writer behind a queue and a few readers. Nobody sees uncommitted rows, since only the holder of
 * the writer works on its connection; readers see the last commit (WAL).
 */
export class SqlitePool {
  readonly #openWriter: () => Promise<SqliteConnection>
  readonly #writer: Lease<WriterSlot>
  readonly #readers: Lease<SqliteConnection>
  readonly #readerCount: number
  #closing: Promise<void> | undefined

  private constructor(
    openWriter: () => Promise<SqliteConnection>,
    writer: SqliteConnection,
    readers: readonly SqliteConnection[],
  ) {
    this.#openWriter = openWriter
    this.#writer = new Lease<WriterSlot>([{ connection: writer }])
    this.#readers = new Lease(readers)
    this.#readerCount = readers.length
  }

  /** Opens the writer first, so that the file exists and is in WAL mode before a reader looks. */
  static async open(path: string, options: SqlitePoolOptions = {}): Promise<SqlitePool> {
    const busyTimeoutMs = options.busyTimeoutMs ?? BUSY_TIMEOUT_MS
    const openWriter = () => openConnection(path, 'writer', busyTimeoutMs)
    const writer = await openWriter()
    const readers: SqliteConnection[] = []
    try {
      for (let i = 0; i < (options.readers ?? READERS); i += 1) {
        readers.push(await openConnection(path, 'reader', busyTimeoutMs))
      }
    } catch (error) {
      await Promise.all([writer, ...readers].map((connection) => connection.close()))
      throw error
    }
    return new SqlitePool(openWriter, writer, readers)
  }

  /** Runs reads on a connection of their own; they see the last commit. */
  async read<T>(work: (connection: SqliteConnection) => Promise<T>): Promise<T> {
    this.#assertOpen()
    const connection = await this.#readers.acquire()
    try {
      return await work(connection)
    } finally {
      this.#readers.release(connection)
    }
  }

  /** Runs one statement that commits by itself, in the writer's turn. */
  async write<T>(work: (connection: SqliteConnection) => Promise<T>): Promise<T> {
    const { slot, connection } = await this.#acquireWriter()
    try {
      return await work(connection)
    } finally {
      this.#writer.release(slot)
    }
  }

  /** Runs a script in the writer's turn; one that stops half-way may have left a transaction open. */
  async runScript(script: string): Promise<void> {
    const { slot, connection } = await this.#acquireWriter()
    try {
      await connection.exec(script)
    } catch (error) {
      await this.#discard(slot)
      throw error
    } finally {
      this.#writer.release(slot)
    }
  }

  /** Takes the writer and begins a transaction at once (IMMEDIATE), so that a later write can't fail. */
  async begin(): Promise<SqliteTransaction> {
    const { slot, connection } = await this.#acquireWriter()
    try {
      await connection.run('BEGIN IMMEDIATE')
    } catch (error) {
      this.#writer.release(slot)
      throw error
    }
    return new SqliteTransaction(connection, async (isClean) => {
      try {
        if (!isClean) await this.#discard(slot)
      } finally {
        this.#writer.release(slot)
      }
    })
  }

  /** Waits for the work under way, folds the log into the file and closes; refuses what comes later. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  async #closeAll(): Promise<void> {
    for (let i = 0; i < this.#readerCount; i += 1) await (await this.#readers.acquire()).close()
    const { connection } = await this.#writer.acquire()
    if (!connection) return
    await connection.all('PRAGMA wal_checkpoint(TRUNCATE)')
    await connection.close()
  }

  #assertOpen(): void {
    if (this.#closing) throw new DriverAdapterError({ kind: 'ConnectionClosed' })
  }

  async #acquireWriter(): Promise<{ slot: WriterSlot; connection: SqliteConnection }> {
    this.#assertOpen()
    const slot = await this.#writer.acquire()
    try {
      slot.connection ??= await this.#openWriter()
      return { slot, connection: slot.connection }
    } catch (error) {
      this.#writer.release(slot)
      throw error
    }
  }

  /** A connection that may still be in a transaction is never used again; closing it rolls back. */
  async #discard(slot: WriterSlot): Promise<void> {
    const { connection } = slot
    slot.connection = undefined
    await connection?.close()
  }
}
