import { DriverAdapterError } from '@prisma/driver-adapter-utils'
import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils'
import { invariant } from '../../kernel/invariant.ts'
import { leavingTransactions } from '../direct.ts'
import type { SqliteConnection } from './connection.ts'
import { toAdapterError } from './errors.ts'
import type { SqlitePool } from './pool.ts'
import type { SqliteTransaction } from './transaction.ts'
import { toResultSet, toSqliteValue } from './values.ts'
import { castWholeNumbers } from './whole-numbers.ts'

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

/** These belong to the pool: one sent as a statement would leave its connection in a wrong state. */
const TRANSACTION_CONTROL = /^\s*(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b/i

function bind(query: SqlQuery) {
  const isControl = TRANSACTION_CONTROL.test(query.sql)
  invariant(!isControl, 'transactions are begun and ended by the client, not by SQL')
  const values = query.args.map((value, i) =>
    toSqliteValue(value, query.argTypes[i] ?? { scalarType: 'unknown', arity: 'scalar' }),
  )
  return castWholeNumbers(query.sql, values)
}

async function queryRows(connection: SqliteConnection, query: SqlQuery): Promise<SqlResultSet> {
  const { sql, values } = bind(query)
  return toResultSet(await connection.all(sql, values))
}

async function execute(connection: SqliteConnection, query: SqlQuery): Promise<number> {
  const { sql, values } = bind(query)
  if (/\bRETURNING\b/i.test(sql)) return (await connection.all(sql, values)).length
  return connection.run(sql, values)
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
    return translated(this.#transaction.run((connection) => queryRows(connection, query)))
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return translated(this.#transaction.run((connection) => execute(connection, query)))
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
    return translated(this.#pool.runScript(script))
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
    connect: () => Promise.resolve(leavingTransactions(new SqliteAdapter(pool))),
  }
}
