import type { Ctx, Db } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { referencesTo } from '../modules/members/members.service.ts'
import { bookOrderEvents, type ReceivedEvent } from '../modules/order-events/book-order-events.ts'
import { orderEvent } from '../modules/order-events/order-events.contract.ts'
import { doerOf } from '../modules/points/points.service.ts'
import { plainMember } from './test-member.ts'

let count = 0

/** An event as the public API hands it on. `given` is what a mall sends. */
export function received(ctx: Ctx<Db>, given: object, more: Partial<ReceivedEvent> = {}) {
  const event = orderEvent.parse({ occurredAt: ctx.clock.now().toISOString(), ...given })
  count += 1
  return {
    ...{ event, source: 'mall', storeId: null, caller: 'key:1', key: `event-${count}` },
    ...{ body: JSON.stringify(event), by: doerOf(ctx.actor) },
    members: event.kind === 'paid' ? referencesTo(ctx, event.member) : [],
    ...more,
  }
}

/** Books one event. @returns its answer; throws its refusal */
export async function tell(ctx: Ctx<Db>, given: object, more: Partial<ReceivedEvent> = {}) {
  const event = received(ctx, given, more)
  const [outcome] = await inTransaction(ctx, (ctx) => bookOrderEvents(ctx, [event]))
  if (!outcome) throw new Error('an event has an outcome')
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.answer
}

/** Somebody who buys. */
export async function makeBuyer(ctx: Ctx<Db>, more: { status?: string } = {}) {
  const now = ctx.clock.now()
  count += 1
  const uid = `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`
  const { id } = await ctx.db.member.create({
    data: { ...plainMember(now), uid, memberNo: `B${count}`, ...more },
  })
  return { id, uid }
}
