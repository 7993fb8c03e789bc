import { staffOf } from '../../kernel/actor.ts'
import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import {
  preferences,
  PREFERENCES_MAX,
  type Preferences,
  type SetPreferenceInput,
} from './preferences.contract.ts'

/** Everything that the signed-in member of staff has set for himself. */
export async function getPreferences(ctx: Ctx): Promise<Preferences> {
  const { adminUserId } = staffOf(ctx)
  const rows = await ctx.db.preference.findMany({
    where: { adminUserId },
    select: { name: true, value: true },
  })
  return preferences.parse(Object.fromEntries(rows.map(({ name, value }) => [name, value])))
}

/** Keeps one preference; `null` forgets it. @throws AppError INVALID_INPUT for more than anybody needs */
export function setPreference(ctx: Ctx, { name, value }: SetPreferenceInput): Promise<void> {
  const { adminUserId } = staffOf(ctx)
  return inTransaction(ctx, async (ctx) => {
    if (value === null) {
      await ctx.db.preference.deleteMany({ where: { adminUserId, name } })
      return
    }
    const updatedAt = ctx.clock.now()
    const others = await ctx.db.preference.count({ where: { adminUserId, NOT: { name } } })
    if (others >= PREFERENCES_MAX) throw new AppError('INVALID_INPUT')
    await ctx.db.preference.upsert({
      where: { adminUserId_name: { adminUserId, name } },
      update: { value: value, updatedAt },
      create: { adminUserId, name, value: value, updatedAt },
      select: { name: true },
    })
  })
}
