import sqlite3 from 'sqlite3'
import type { RunResult, Statement } from 'sqlite3'

/** What SQLite accepts as a bound value, once converted by `values.ts`. */
export type SqliteValue = null | number | string | Buffer
export type SqliteRow = Record<string, unknown>

const STATEMENT_CACHE_MAX = 200
/** Longer texts are lists of values of ever new lengths, hardly seen twice. */
const CACHED_LENGTH_MAX = 8_000

/**
 * One connection: promises over `sqlite3`, with its prepared statements kept. Rows are always read to
 * the end (`all`): an unfinished statement would pin a read snapshot and the log could not be reset.
 */
export class SqliteConnection {
  readonly #db: sqlite3.Database
  readonly #statements = new Map<string, Statement>()

  private constructor(db: sqlite3.Database) {
    this.#db = db
  }

  /** Opens the file and makes it when missing; the folder has to exist. */
  static open(path: string): Promise<SqliteConnection> {
    return new Promise((resolve, reject) => {
      const db = new sqlite3.Database(path, (error) =>
        error ? reject(error) : resolve(new SqliteConnection(db)),
      )
    })
  }

  all(sql: string, values: readonly SqliteValue[] = []): Promise<SqliteRow[]> {
    return this.#use(sql, (statement) => {
      return new Promise((resolve, reject) => {
        statement.all<SqliteRow>(values, (error, rows) => {
          if (error) statement.reset(() => reject(error))
          else resolve(rows)
        })
      })
    })
  }

  /** Runs one statement that returns no rows; answers the number of rows changed. */
  run(sql: string, values: readonly SqliteValue[] = []): Promise<number> {
    return this.#use(sql, (statement) => {
      return new Promise((resolve, reject) => {
        statement.run(values, function (this: RunResult, error: Error | null) {
          if (error) statement.reset(() => reject(error))
          else resolve(this.changes)
        })
      })
    })
  }

  /** Runs a script of several statements, stopping at the first that fails. */
  exec(script: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#db.exec(script, (error) => (error ? reject(error) : resolve()))
    })
  }

  /** The value of a pragma. */
  async pragma(name: string): Promise<unknown> {
    const rows = await this.all(`PRAGMA ${name}`)
    return rows[0] ? Object.values(rows[0])[0] : undefined
  }

  /** How many prepared statements are kept. */
  get cachedStatements(): number {
    return this.#statements.size
  }

  async close(): Promise<void> {
    for (const sql of [...this.#statements.keys()]) await this.#forget(sql)
    await new Promise<void>((resolve, reject) => {
      this.#db.close((error) => (error ? reject(error) : resolve()))
    })
  }

  /** Work with a statement that is kept for the next time, unless its text is long. */
  async #use<T>(sql: string, work: (statement: Statement) => Promise<T>): Promise<T> {
    const statement = await this.#prepare(sql)
    try {
      return await work(statement)
    } finally {
      if (sql.length > CACHED_LENGTH_MAX) await this.#forget(sql)
    }
  }

  async #prepare(sql: string): Promise<Statement> {
    const known = this.#statements.get(sql)
    if (known) {
      // Put last again: the first of the map is the one used longest ago.
      this.#statements.delete(sql)
      this.#statements.set(sql, known)
      return known
    }
    const statement = await new Promise<Statement>((resolve, reject) => {
      const prepared = this.#db.prepare(sql, (error: Error | null) =>
        error ? reject(error) : resolve(prepared),
      )
    })
    this.#statements.set(sql, statement)
    const [oldest] = this.#statements.keys()
    if (this.#statements.size > STATEMENT_CACHE_MAX && oldest !== undefined)
      await this.#forget(oldest)
    return statement
  }

  #forget(sql: string): Promise<void> {
    const statement = this.#statements.get(sql)
    this.#statements.delete(sql)
    return new Promise((resolve) => {
      if (statement) statement.finalize(() => resolve())
      else resolve()
    })
  }
}
