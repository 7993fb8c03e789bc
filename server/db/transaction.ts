import { setTimeout as pause } from 'node:timers/promises'
import { isDriverAdapterError } from '@prisma/driver-adapter-utils'
import { AppError } from '../kernel/app-error.ts'
import { invariant } from '../kernel/invariant.ts'
import type { Ctx, Db, Tx } from './context.ts'
import {
  connectionOf,
  isInTransaction,
  withSlot,
  type DirectConnection,
  type DirectSlot,
  type DirectTransaction,
} from './direct.ts'
import { Prisma } from './generated/sqlite/client.ts'

const ATTEMPTS_MAX = 6
/** Up to twice as long each time, by chance: two that run again at once would meet again. */
const pauseMs = (attempt: number): number => Math.random() * 25 * 2 ** attempt

const transactions = new WeakMap<object, DirectTransaction>()

const isTx = (db: Db | Tx): db is Tx => transactions.has(db)

/** Adds the brand. This is the one place where a transaction client becomes a `Tx`. */
function branded(client: Prisma.TransactionClient, { transaction }: DirectSlot): Tx {
  invariant(transaction, 'the adapter left no transaction')
  transactions.set(client, transaction)
  // The brand exists in types only; being in the map is what it stands for.
  return client as Tx
}

/** The way of statements written by hand: of the transaction, or past the client outside of one. */
export function directOf(db: Db | Tx): DirectConnection {
  const direct = transactions.get(db) ?? connectionOf(db)
  invariant(direct, 'a client that openDatabase did not make')
  return direct
}

/** What the adapter said, whichever way the error came: raw SQL and a failed COMMIT wrap it otherwise. */
function adapterKind(error: unknown): string | undefined {
  const isKnown = error instanceof Prisma.PrismaClientKnownRequestError
  const cause = isKnown ? error.meta?.['driverAdapterError'] : error
  return isDriverAdapterError(cause) ? cause.cause.kind : undefined
}

/** Deadlocks and write conflicts: nothing was written, the same work may run again. */
const isConflict = (error: unknown): boolean => adapterKind(error) === 'TransactionWriteConflict'

/** A value that has to be unique was taken in the moment between looking and writing. */
export const isUniqueViolation = (error: unknown): boolean =>
  adapterKind(error) === 'UniqueConstraintViolation'

/** The database did not get to it in time: a lock, a queue or a commit took too long. */
const isTooBusy = (error: unknown): boolean =>
  adapterKind(error) === 'SocketTimeout' ||
  (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2028')

/**
 * Runs work in one transaction; joins the caller's when there is one. Inside, only the given context
 * reaches the transaction: starting another one from the outer context is a bug and throws. Keep it
 * short, without HTTP, files or hashing; work may run again after a deadlock.
 *
 * @throws AppError DATABASE_BUSY when the database did not get to it; nothing was written
 */
export async function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx<Tx>) => Promise<T>): Promise<T> {
  const { db } = ctx
  if (isTx(db)) return work({ ...ctx, db })
  invariant(!isInTransaction(), 'the outer context was used inside a transaction')
  for (let attempt = 1; ; attempt += 1) {
    try {
      const slot: DirectSlot = {}
      return await withSlot(slot, () =>
        db.$transaction((client) => work({ ...ctx, db: branded(client, slot) })),
      )
    } catch (error) {
      const isLost = isConflict(error) && attempt >= ATTEMPTS_MAX
      if (isTooBusy(error) || isLost) throw new AppError('DATABASE_BUSY', {}, { cause: error })
      if (!isConflict(error)) throw error
      ctx.log.warn({ attempt }, 'transaction conflicted and runs again')
      await pause(pauseMs(attempt))
    }
  }
}
