import { randomUUID } from 'node:crypto'
import type { Ctx, Db } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { invariant } from '../kernel/invariant.ts'
import { recordEvent } from '../modules/outbox/outbox.service.ts'
import { plainMember } from './test-member.ts'

interface MemberOptions {
  readonly nickname?: string
  readonly homeStoreId?: number
  readonly status?: string
}

let lastNo = 0

/** A member in the table, made by hand. @returns the uid and number */
export async function makeMember(ctx: Ctx<Db>, options: MemberOptions = {}) {
  const uid = randomUUID()
  const memberNo = `7${String((lastNo += 1)).padStart(11, '0')}`
  const data = { ...plainMember(ctx.clock.now()), ...options, uid, memberNo }
  await ctx.db.member.create({ data, select: { id: true } })
  return { uid, memberNo }
}

/** A member who has just registered, and the event that says so. */
export async function registerMember(ctx: Ctx<Db>, options: MemberOptions = {}) {
  const member = await makeMember(ctx, options)
  const payload = { memberUid: member.uid, channel: 'backOffice' }
  const eventId = await inTransaction(ctx, (ctx) =>
    recordEvent(ctx, { type: 'member.registered', memberUid: member.uid, payload }),
  )
  invariant(eventId !== undefined, 'notifications are told of registrations')
  return { ...member, eventId }
}
