import { AppError } from '../kernel/app-error.ts'
import { invariant } from '../kernel/invariant.ts'
import { databaseCode } from '../kernel/describe-error.ts'
import { inGroups } from '../kernel/in-groups.ts'
import type { Ctx, Tx } from './context.ts'
import { isInTransaction } from './direct.ts'
import { inTransaction } from './transaction.ts'

/** What came of one item; a refused one changed nothing. */
export type Shared<R> = { readonly done: R } | { readonly refusal: AppError }

interface Item<T> {
  readonly ctx: Ctx
  readonly item: T
}

/** An error that is the item's own and no refusal. */
class Failed {
  readonly error: unknown
  constructor(error: unknown) {
    this.error = error
  }
}

const ITEMS_MAX = 200
const ATTEMPTS = 2

/**
 * Is it the database that fails, and not an item? Then trying each alone would take as many times as long, and
 * after a lost connection nobody knows whether the first try was committed.
 */
function isEveryones(error: unknown): boolean {
  const code = databaseCode(error)
  return code === 'DATABASE_LOST' || code === 'DISK_FULL'
}

/**
 * Lets callers that come at the same time share one transaction and its commit. `work` gets the items in the
 * order in which they came and answers each with a result or a refusal. When the transaction fails as a whole,
 * each item is tried alone, so that one can't take the others with it.
 *
 * @returns what does one item; throws its refusal
 */
export function sharedTransaction<T, R>(
  work: (ctx: Ctx<Tx>, items: readonly T[]) => Promise<readonly Shared<R>[]>,
): (ctx: Ctx, item: T) => Promise<R> {
  const desks = new WeakMap<object, (item: Item<T>) => Promise<Shared<R>>>()

  /** Alone, and once more: what another process claimed in the same moment is then there to be seen. */
  async function alone({ ctx, item }: Item<T>): Promise<Shared<R>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const [shared] = await inTransaction(ctx, (ctx) => work(ctx, [item]))
        return shared ?? { refusal: new AppError('INTERNAL') }
      } catch (error) {
        if (error instanceof AppError) return { refusal: error }
        if (attempt === ATTEMPTS || isEveryones(error)) throw error
      }
    }
  }

  async function together(items: readonly Item<T>[]): Promise<readonly (Shared<R> | Failed)[]> {
    const [first] = items
    if (!first) return []
    try {
      return await inTransaction(first.ctx, (ctx) =>
        work(
          ctx,
          items.map(({ item }) => item),
        ),
      )
    } catch (error) {
      if (isEveryones(error)) return items.map(() => new Failed(error))
      if (items.length > 1) first.ctx.log.info({ err: error }, 'a group failed; each alone')
    }
    const outcomes: (Shared<R> | Failed)[] = []
    for (const item of items) {
      outcomes.push(await alone(item).catch((error: unknown) => new Failed(error)))
    }
    return outcomes
  }

  return async (ctx, item) => {
    invariant(!isInTransaction(), 'what is shared is not part of a transaction')
    let desk = desks.get(ctx.db)
    if (!desk) {
      const give = inGroups({ max: ITEMS_MAX, run: together })
      desk = async (one) => {
        const outcome = await give(one)
        if (outcome instanceof Failed) throw outcome.error
        return outcome
      }
      desks.set(ctx.db, desk)
    }
    const outcome = await desk({ ctx, item })
    if ('refusal' in outcome) throw outcome.refusal
    return outcome.done
  }
}
