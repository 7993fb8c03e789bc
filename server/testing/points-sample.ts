import type { Ctx, Db } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { invariant } from '../kernel/invariant.ts'
import { bookOrders } from '../modules/orders/orders.service.ts'
import type { LedgerAnswer, LedgerCommand } from '../modules/points/ledger-commands.ts'
import { postCommands } from '../modules/points/post-commands.ts'
import { plainMember } from './test-member.ts'

let count = 0

const ZEROS = { available: 0, held: 0, frozen: 0, pending: 0, debt: 0, entries: 0 }

/** A member with an account and nothing in it. */
export async function makePointsMember(ctx: Ctx<Db>) {
  const now = ctx.clock.now()
  const n = (count += 1)
  const { id } = await ctx.db.member.create({
    data: { ...plainMember(now), uid: `points-${n}`, memberNo: `P${n}` },
  })
  await ctx.db.pointAccount.upsert({
    where: { id },
    create: { id, ...ZEROS, updatedAt: now },
    update: {},
  })
  return { id, uid: `points-${n}`, memberNo: `P${n}` }
}

type Named<T> = T extends unknown ? Omit<T, 'memberId' | 'about'> : never
/** What is done, without of whom and why. */
export type Deed = Named<LedgerCommand>

/** Does one command to a member's points. */
export async function bookPoints(ctx: Ctx, memberId: number, deed: Deed): Promise<LedgerAnswer> {
  const about = {
    ...{ business: 'manual' as const, businessId: '1' },
    explanation: { kind: 'byHand' as const },
    occurredAt: ctx.clock.now(),
  }
  const [outcome] = await inTransaction(ctx, (ctx) =>
    postCommands(ctx, [{ ...deed, memberId, about }]),
  )
  invariant(outcome && 'answer' in outcome, `${deed.do} is possible`)
  return outcome.answer
}

const id = (given: string | null): string => {
  invariant(given, 'it was made')
  return given
}

/**
 * A member with five entries, two lots, three holds and one order: earned 100 (`lot`), to earn 40 (`pendingLot`),
 * spent 30, set 20 aside for an order (`hold`) and 10 by staff (`freeze`), paid an order with 5 that were set
 * aside (`settled`), and had 10 of the 30 back: 45 available, 20 held, 10 frozen, 40 pending.
 */
export async function makePointsSample(ctx: Ctx<Db>) {
  const member = await makePointsMember(ctx)
  const book = (deed: Deed) => bookPoints(ctx, member.id, deed)
  const expiresAt = new Date(ctx.clock.now().getTime() + 3_600_000)
  const earned = await book({ do: 'earn', points: 100, isPending: false, expiresOn: null })
  const toEarn = await book({ do: 'earn', points: 40, isPending: true, expiresOn: null })
  const spent = await book({ do: 'spend', points: 30 })
  const held = await book({ do: 'hold', points: 20, expiresAt })
  const frozen = await book({ do: 'freeze', points: 10, expiresAt: null })
  const paying = await book({ do: 'hold', points: 5, expiresAt })
  const paid = await book({ do: 'settle', holdId: id(paying.holdId), points: 5 })
  const back = { do: 'reverse', entryId: id(spent.entryId), points: 10, shortfall: 'debt' } as const
  const returned = await book(back)
  const order = {
    ...{ source: 'import', orderNo: member.memberNo, memberId: member.id, storeId: null },
    ...{ quantity: 1, paidFen: 1000, freightFen: 0, lines: [] },
    ...{ paidAt: ctx.clock.now(), businessDate: '2026-03-18' },
  }
  await inTransaction(ctx, (ctx) => bookOrders(ctx, [order]))
  return {
    ...member,
    earned: id(earned.entryId),
    toEarn: id(toEarn.entryId),
    spent: id(spent.entryId),
    paid: id(paid.entryId),
    returned: id(returned.entryId),
    lot: id(earned.lotId),
    pendingLot: id(toEarn.lotId),
    hold: id(held.holdId),
    freeze: id(frozen.holdId),
    settled: id(paying.holdId),
  }
}
export type PointsSample = Awaited<ReturnType<typeof makePointsSample>>
