import { AsyncLocalStorage } from 'node:async_hooks'
import {
  ColumnTypeEnum,
  type ArgType,
  type ColumnType,
  type SqlDriverAdapter,
  type SqlQueryable,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import { invariant } from '../kernel/invariant.ts'

/** Where a transaction that the client begins leaves its connection for statements written by hand. */
export interface DirectSlot {
  transaction?: DirectTransaction
}

const slots = new AsyncLocalStorage<DirectSlot>()

/** Is this code inside a transaction? */
export const isInTransaction = (): boolean => slots.getStore() !== undefined

/** Begins a client's transaction by `begin`; its connection comes into `slot`. */
export const withSlot = <T>(slot: DirectSlot, begin: () => Promise<T>): Promise<T> =>
  slots.run(slot, begin)

type Value = string | number | bigint | boolean | Date | null

const scalarTypeOf = (value: Value): ArgType['scalarType'] => {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'bigint') return 'bigint'
  if (typeof value === 'boolean') return 'boolean'
  if (value instanceof Date) return 'datetime'
  return value === null ? 'unknown' : 'string'
}

const argumentsOf = (values: readonly Value[]) => ({
  args: values.map((value) => (typeof value === 'bigint' ? String(value) : value)),
  argTypes: values.map((value): ArgType => ({ scalarType: scalarTypeOf(value), arity: 'scalar' })),
})

/** A cell as the client would hand it out: whole numbers of 64 bits, times and JSON are not plain. */
function readCell(cell: unknown, type: ColumnType | undefined): unknown {
  if (typeof cell !== 'string' && typeof cell !== 'number') return cell
  if (type === ColumnTypeEnum.Int64) return BigInt(cell)
  if (type === ColumnTypeEnum.DateTime) return new Date(cell)
  if (type === ColumnTypeEnum.Json) return typeof cell === 'string' ? JSON.parse(cell) : cell
  return cell
}

/**
 * The adapter behind the client. A statement written by hand needs nothing of the client, whose way to the same
 * connection costs several times the statement itself.
 */
export class DirectConnection {
  readonly #execute: SqlQueryable['executeRaw']
  readonly #query: SqlQueryable['queryRaw']

  constructor(adapter: SqlQueryable) {
    this.#execute = adapter.executeRaw.bind(adapter)
    this.#query = adapter.queryRaw.bind(adapter)
  }

  /** Runs a statement that answers no rows. @returns how many rows it changed */
  async execute(sql: string, values: readonly Value[]): Promise<number> {
    return this.#execute({ sql, ...argumentsOf(values) })
  }

  /** Runs a statement that answers rows. */
  async query(sql: string, values: readonly Value[]): Promise<Record<string, unknown>[]> {
    const { columnNames, columnTypes, rows } = await this.#query({ sql, ...argumentsOf(values) })
    return rows.map((row) => {
      const record: Record<string, unknown> = {}
      columnNames.forEach((name, i) => (record[name] = readCell(row[i], columnTypes[i])))
      return record
    })
  }
}

/** The adapter's transaction behind the client's, while it lasts. */
export class DirectTransaction extends DirectConnection {
  #isOpen = true

  constructor(transaction: Transaction) {
    super(transaction)
    const commit = transaction.commit.bind(transaction)
    const rollback = transaction.rollback.bind(transaction)
    const execute = transaction.executeRaw.bind(transaction)
    transaction.commit = () => {
      this.#isOpen = false
      return commit()
    }
    transaction.rollback = () => {
      this.#isOpen = false
      return rollback()
    }
    // On Postgres the client sends the end as a statement, and calls the above once it was answered.
    transaction.executeRaw = (query) => {
      if (/^\s*(COMMIT|ROLLBACK)\s*$/i.test(query.sql)) this.#isOpen = false
      return execute(query)
    }
  }

  override async execute(sql: string, values: readonly Value[]): Promise<number> {
    this.#assertOpen()
    return super.execute(sql, values)
  }

  override async query(sql: string, values: readonly Value[]): Promise<Record<string, unknown>[]> {
    this.#assertOpen()
    return super.query(sql, values)
  }

  /** A transaction that took too long is ended by the client; its connection is someone else's by now. */
  #assertOpen(): void {
    invariant(this.#isOpen, 'a statement after the end of its transaction')
  }
}

/** Connections of clients outside of transactions. */
const connections = new WeakMap<object, DirectConnection>()

/** Lets statements written by hand past a client. @returns the client */
export function reachDirectly<C extends object>(client: C, adapter: SqlQueryable): C {
  connections.set(client, new DirectConnection(adapter))
  return client
}

/** What reaches the database past a client, outside of transactions. */
export const connectionOf = (client: object): DirectConnection | undefined =>
  connections.get(client)

/** Makes an adapter leave the transactions that it starts in the slot of whoever asked for them. */
export function leavingTransactions<T extends SqlDriverAdapter>(adapter: T): T {
  const startTransaction = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = async (isolationLevel) => {
    const transaction = await startTransaction(isolationLevel)
    const slot = slots.getStore()
    if (slot) slot.transaction = new DirectTransaction(transaction)
    return transaction
  }
  return adapter
}
