import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { Pool } from 'pg'
import { leavingTransactions } from '../direct.ts'
import { statementNames } from './statement-names.ts'

/** Prisma's driver adapter over a pool of `pg` connections. */
export function postgresAdapterFactory(pool: Pool): SqlDriverAdapterFactory {
  const factory = new PrismaPg(pool, { statementNameGenerator: statementNames() })
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => leavingTransactions(await factory.connect()),
  }
}
