import { randomUUID } from 'node:crypto'
import type { Ctx, Db } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { invariant } from '../kernel/invariant.ts'
import type { About, LedgerAnswer, LedgerCommand } from '../modules/points/ledger-commands.ts'
import { postCommands } from '../modules/points/post-commands.ts'
import { getPointSettings, updatePointSettings } from '../modules/settings/settings.service.ts'
import type { PointSettings } from '../modules/settings/point-settings.contract.ts'
import { plainMember } from './test-member.ts'

/** Distributes over the commands, which a plain `Omit` would flatten. */
type Given<C = LedgerCommand> = C extends unknown ? Omit<C, 'memberId' | 'about'> : never

/** Somebody with points that he was given by hand, for ever. */
export async function makeHolder(
  ctx: Ctx<Db>,
  { points = 0, homeStoreId = null }: { points?: number; homeStoreId?: number | null } = {},
) {
  const uid = randomUUID()
  const { id, memberNo } = await ctx.db.member.create({
    data: { ...plainMember(ctx.clock.now()), uid, memberNo: `H${uid.slice(0, 10)}`, homeStoreId },
  })
  if (points > 0) {
    await move(ctx, id, { do: 'earn', points, isPending: false, expiresOn: null })
  }
  return { id, uid, memberNo }
}

/** Changes the points of a member past those who look after them. */
export async function move(ctx: Ctx<Db>, memberId: number, given: Given): Promise<LedgerAnswer> {
  const about: About = {
    business: 'manual',
    businessId: 'test',
    occurredAt: ctx.clock.now(),
    explanation: { kind: 'byHand' },
  }
  const [outcome] = await inTransaction(ctx, (ctx) =>
    postCommands(ctx, [{ ...given, memberId, about }]),
  )
  invariant(outcome && 'answer' in outcome, `${given.do} is possible`)
  return outcome.answer
}

/** What a member has: available, frozen and debt. */
export async function pointsOf(ctx: Ctx<Db>, memberId: number) {
  const {
    available = 0,
    frozen = 0,
    debt = 0,
  } = (await ctx.db.pointAccount.findUnique({ where: { id: memberId } })) ?? {}
  return { available, frozen, debt }
}

/** Decides something about points otherwise. */
export async function decide(ctx: Ctx<Db>, change: Partial<PointSettings>): Promise<void> {
  const { version: _, ...settings } = await getPointSettings(ctx)
  await updatePointSettings(ctx, { ...settings, ...change })
}
