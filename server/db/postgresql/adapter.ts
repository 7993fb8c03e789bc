import { PrismaPg } from '@prisma/adapter-pg'
import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQueryable,
} from '@prisma/driver-adapter-utils'
import type { Pool } from 'pg'
import { leavingTransactions } from '../direct.ts'
import { toAdapterError } from './errors.ts'
import { statementNames } from './statement-names.ts'

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw toAdapterError(error)
  }
}

/** Makes what runs statements tell a lost connection as such. */
function tellingLoss<T extends SqlQueryable>(queryable: T): T {
  const queryRaw = queryable.queryRaw.bind(queryable)
  const executeRaw = queryable.executeRaw.bind(queryable)
  queryable.queryRaw = (query) => translated(queryRaw(query))
  queryable.executeRaw = (query) => translated(executeRaw(query))
  return queryable
}

function tellingLossInTransactions<T extends SqlDriverAdapter>(adapter: T): T {
  const startTransaction = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = async (isolationLevel) =>
    tellingLoss(await translated(startTransaction(isolationLevel)))
  return adapter
}

/** Prisma's driver adapter over a pool of `pg` connections. */
export function postgresAdapterFactory(pool: Pool): SqlDriverAdapterFactory {
  const factory = new PrismaPg(pool, { statementNameGenerator: statementNames() })
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () =>
      leavingTransactions(tellingLossInTransactions(tellingLoss(await factory.connect()))),
  }
}
