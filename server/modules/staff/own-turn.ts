import type { Ctx, Tx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'

/**
 * One's own doings one after another, by changing one's own row, on both databases: what is looked up
 * afterwards holds until the commit. A command of the program takes no turn.
 * @throws AppError UNAUTHENTICATED when the account is not active any more
 */
export async function takeOwnTurn({ db, actor }: Ctx<Tx>): Promise<void> {
  if (actor.kind !== 'staff') return
  const status = 'active'
  const { count } = await db.adminUser.updateMany({
    where: { id: actor.adminUserId, status },
    data: { status },
  })
  if (count === 0) throw new AppError('UNAUTHENTICATED')
}
