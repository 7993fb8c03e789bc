import { DriverAdapterError } from '@prisma/driver-adapter-utils'
import type { SqliteConnection } from './connection.ts'
import { isNotInTransaction, isSqliteError } from './errors.ts'

type Release = (isClean: boolean) => Promise<void>

function closed(why: string): DriverAdapterError {
  return new DriverAdapterError({ kind: 'TransactionAlreadyClosed', cause: why })
}

/**
 * The writer's open transaction. Statements run one at a time in the order asked, and none after the
 * end: by then the connection is someone else's. After a failed statement only a rollback is left, as
 * on Postgres; SQLite itself has already rolled back after some errors (a full disk), and what came
 * next would be stored outside any transaction.
 */
export class SqliteTransaction {
  readonly #connection: SqliteConnection
  readonly #release: Release
  #tail: Promise<unknown> = Promise.resolve()
  #state: 'open' | 'failed' | 'ended' = 'open'

  constructor(connection: SqliteConnection, release: Release) {
    this.#connection = connection
    this.#release = release
  }

  /** Runs work on the connection, in turn. */
  run<T>(work: (connection: SqliteConnection) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      this.#assertOpen()
      try {
        return await work(this.#connection)
      } catch (error) {
        if (isSqliteError(error)) this.#state = 'failed'
        throw error
      }
    })
  }

  /** A commit that fails leaves nothing behind: the transaction is rolled back and the error thrown. */
  commit(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        this.#assertOpen()
        await this.#connection.run('COMMIT')
      } catch (error) {
        await this.#end()
        throw error
      }
      this.#state = 'ended'
      await this.#release(true)
    })
  }

  /** Undoes everything and gives the writer back; does nothing when that has happened. */
  rollback(): Promise<void> {
    return this.#inTurn(() => this.#end())
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work)
    // A failure belongs to whoever asked; the next in turn goes on.
    this.#tail = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }

  #assertOpen(): void {
    if (this.#state === 'ended') throw closed('the transaction has ended')
    if (this.#state === 'failed') throw closed('a statement of the transaction failed before')
  }

  async #end(): Promise<void> {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    await this.#release(await this.#tryRollback())
  }

  /** @returns whether the connection is out of the transaction; else it must not be used again */
  async #tryRollback(): Promise<boolean> {
    try {
      await this.#connection.run('ROLLBACK')
      return true
    } catch (error) {
      // After a full disk SQLite has already rolled back by itself.
      return isNotInTransaction(error)
    }
  }
}
