import type { Context } from '../kernel/context.ts'
import type { Dialect } from './dialect.ts'
import type { Prisma, PrismaClient } from './generated/sqlite/client.ts'

/** The root client. All code is typed against the SQLite one: what it accepts, Postgres accepts. */
export type Db = PrismaClient

declare const txBrand: unique symbol

/** A client inside a transaction. Only `inTransaction` makes one. */
export type Tx = Prisma.TransactionClient & { readonly [txBrand]: true }

/** The context of a use case. A helper that must run inside a transaction asks for `Ctx<Tx>`. */
export interface Ctx<D extends Db | Tx = Db | Tx> extends Context<D> {
  readonly dialect: Dialect
}
