import { inGroups } from '../kernel/in-groups.ts'
import type { Ctx } from './context.ts'
import { isInTransaction } from './direct.ts'

const ITEMS_MAX = 200

/**
 * Lets callers that ask the same at the same time share one statement: under load a round trip costs more than
 * what it reads. Each read begins after it was asked for, so nothing older than the question is answered. Inside
 * a transaction a read is its own.
 *
 * @param work answers each item, in their order. It is not the caller's alone: what he may see is his to look at
 */
export function sharedRead<T, R>(
  work: (ctx: Ctx, items: readonly T[]) => Promise<readonly R[]>,
): (ctx: Ctx, item: T) => Promise<R> {
  const desks = new WeakMap<object, (item: T) => Promise<R>>()
  return async (ctx, item) => {
    if (isInTransaction()) {
      const [own] = await work(ctx, [item])
      return own as R
    }
    let desk = desks.get(ctx.db)
    if (!desk) {
      desk = inGroups({ max: ITEMS_MAX, run: (items) => work(ctx, items) })
      desks.set(ctx.db, desk)
    }
    return desk(item)
  }
}
