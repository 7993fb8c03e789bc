import { DriverAdapterError } from '@prisma/driver-adapter-utils'
import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils'
import type { SqliteConnection } from './connection.ts'
import { toAdapterError } from './errors.ts'
import type { SqlitePool, SqliteTransaction } from './pool.ts'
import { toResultSet, toSqliteValue } from './values.ts'

const ADAPTER_NAME = 'member-desk-sqlite3'
/** SQLITE_MAX_VARIABLE_NUMBER of the SQLite that the binding brings. */
const MAX_BIND_VALUES = 32_766

/** A statement that only reads goes to a reader; whatever could write goes to the writer. */
function isRead(sql: string): boolean {
  if (/^\s*SELECT\b/i.test(sql)) return true
  return /^\s*WITH\b/i.test(sql) && !/\b(INSERT|UPDATE|DELETE|REPLACE)\b/i.test(sql)
}

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw toAdapterError(error)
  }
}

const bound = (query: SqlQuery) =>
  query.args.map((value, i) => toSqliteValue(value, query.argTypes[i] ?? { scalarType: 'unknown', arity: 'scalar' }))

async function queryRows(connection: SqliteConnection, query: SqlQuery): Promise<SqlResultSet> {
  return toResultSet(await connection.all(query.sql, bound(query)))
}

async function execute(connection: SqliteConnection, query: SqlQuery): Promise<number> {
  if (/\bRETURNING\b/i.test(query.sql)) return (await connection.all(query.sql, bound(query))).length
  return connection.run(query.sql, bound(query))
}

class SqliteTransactionAdapter implements Transaction {
  readonly provider = 'sqlite'
  readonly adapterName = ADAPTER_NAME
  /** The client asks this object to commit instead of sending COMMIT itself. */
  readonly options = { usePhantomQuery: true }
  readonly #transaction: SqliteTransaction

  constructor(transaction: SqliteTransaction) {
    this.#transaction = transaction
  }

  queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return translated(queryRows(this.#transaction.connection, query))
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return translated(execute(this.#transaction.connection, query))
  }

  commit(): Promise<void> {
    return translated(this.#transaction.commit())
  }

  rollback(): Promise<void> {
    return translated(this.#transaction.rollback())
  }
}

class SqliteAdapter implements SqlDriverAdapter {
  readonly provider = 'sqlite'
  readonly adapterName = ADAPTER_NAME
  readonly #pool: SqlitePool

  constructor(pool: SqlitePool) {
    this.#pool = pool
  }

  queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    const work = (connection: SqliteConnection) => queryRows(connection, query)
    return translated(isRead(query.sql) ? this.#pool.read(work) : this.#pool.write(work))
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return translated(this.#pool.write((connection) => execute(connection, query)))
  }

  executeScript(script: string): Promise<void> {
    return translated(this.#pool.write((connection) => connection.exec(script)))
  }

  async startTransaction(isolationLevel?: IsolationLevel): Promise<Transaction> {
    if (isolationLevel && isolationLevel !== 'SERIALIZABLE') {
      throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level: isolationLevel })
    }
    return new SqliteTransactionAdapter(await translated(this.#pool.begin()))
  }

  getConnectionInfo() {
    return { maxBindValues: MAX_BIND_VALUES, supportsRelationJoins: false }
  }

  /** The pool belongs to whoever opened it. */
  dispose(): Promise<void> {
    return Promise.resolve()
  }
}

/** Prisma's driver adapter over a pool of `sqlite3` connections. */
export function sqliteAdapterFactory(pool: SqlitePool): SqlDriverAdapterFactory {
  return {
    provider: 'sqlite',
    adapterName: ADAPTER_NAME,
    connect: () => Promise.resolve(new SqliteAdapter(pool)),
  }
}
