import { AppError } from './app-error.ts'
import type { Actor, Context } from './context.ts'

export type StaffActor = Extract<Actor, { kind: 'staff' }>

/** The signed-in member of staff. @throws AppError UNAUTHENTICATED for anybody else */
export function staffOf(ctx: Pick<Context<unknown>, 'actor'>): StaffActor {
  if (ctx.actor.kind !== 'staff') throw new AppError('UNAUTHENTICATED')
  return ctx.actor
}

/** Does the actor see what belongs to this store? What belongs to none is seen by scope `all` only. */
export function seesStore(ctx: Pick<Context<unknown>, 'actor'>, storeId: number | null): boolean {
  const { scope } = ctx.actor
  return scope.kind === 'all' || (storeId !== null && scope.storeIds.includes(storeId))
}
