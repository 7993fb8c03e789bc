import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { findMemberByUid, type FoundMember } from '../members/members.service.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { expiryOf } from './award.rules.ts'
import { giveCommand } from './give-command.ts'
import {
  doerOf,
  type About,
  type CommandKey,
  type LedgerAnswer,
  type LedgerCommand,
} from './ledger-commands.ts'
import type {
  CommandAnswer,
  EarnRequest,
  ReverseRequest,
  SpendRequest,
} from './partner-points.contract.ts'
import type { PointBusiness } from './points.contract.ts'

/** Who gives a command for another system: its key, and the store that the key is of. */
export interface PartnerCaller {
  readonly key: CommandKey
  readonly storeId: number | null
}

/** A member by his uid. @throws AppError NO_SUCH_MEMBER */
export async function memberOf(ctx: Ctx, uid: string): Promise<FoundMember> {
  const member = await findMemberByUid(ctx, uid)
  if (!member) throw new AppError('NO_SUCH_MEMBER')
  return member
}

/** A member who may give and take. @throws AppError NO_SUCH_MEMBER, MEMBER_DISABLED */
export async function activeMember(ctx: Ctx, uid: string): Promise<FoundMember> {
  const member = await memberOf(ctx, uid)
  if (member.status !== 'active') throw new AppError('MEMBER_DISABLED')
  return member
}

/** A command's answer as partners get it. */
export function toAnswer({
  entryId,
  holdId,
  points,
  forgone,
  ...rest
}: LedgerAnswer): CommandAnswer {
  const { available, held, frozen, pending, debt } = rest
  return { entryId, holdId, points, forgone, balance: { available, held, frozen, pending, debt } }
}

/** What an entry of another system says of itself. */
export function aboutPartner(
  ctx: Ctx,
  { storeId }: PartnerCaller,
  { business, businessId, text }: { business: PointBusiness; businessId: string; text: string },
): About {
  return {
    ...{ business, businessId, storeId, occurredAt: ctx.clock.now(), by: doerOf(ctx.actor) },
    explanation: { kind: 'partner', partner: ctx.actor.name, text },
  }
}

const give = async (ctx: Ctx, command: LedgerCommand): Promise<CommandAnswer> =>
  toAnswer(await giveCommand(ctx, command))

/**
 * Gives points for what another system rewards, usable at once.
 * @throws AppError NO_SUCH_MEMBER, MEMBER_DISABLED, POINTS_TOO_MANY, KEY_REUSED
 */
export async function earnForPartner(
  ctx: Ctx,
  uid: string,
  { points, expiresOn, ...what }: EarnRequest,
  caller: PartnerCaller,
): Promise<CommandAnswer> {
  const about = aboutPartner(ctx, caller, { business: 'activity', ...what })
  const today = businessDateOf(ctx.zone, about.occurredAt)
  const [{ id: memberId }, { award }] = await Promise.all([
    activeMember(ctx, uid),
    getPointSettings(ctx),
  ])
  const until = expiresOn === undefined ? expiryOf(today, award.validity) : expiresOn
  if (until !== null && until < today) throw new AppError('DATE_PAST')
  const { key } = caller
  return give(ctx, { do: 'earn', memberId, about, key, points, isPending: false, expiresOn: until })
}

/**
 * Takes points for what a member gets elsewhere.
 * @throws AppError NO_SUCH_MEMBER, MEMBER_DISABLED, POINTS_INSUFFICIENT, KEY_REUSED
 */
export async function spendForPartner(
  ctx: Ctx,
  uid: string,
  { points, ...what }: SpendRequest,
  caller: PartnerCaller,
): Promise<CommandAnswer> {
  const { id: memberId } = await activeMember(ctx, uid)
  const about = aboutPartner(ctx, caller, { business: 'redemption', ...what })
  return give(ctx, { do: 'spend', memberId, about, key: caller.key, points })
}

/**
 * Takes back what another system gave or took, in part or whole; what orders did is taken back by refunds.
 * @throws AppError NO_SUCH_MEMBER, NOT_FOUND, NOT_REVERSIBLE, POINTS_…
 */
export async function reverseForPartner(
  ctx: Ctx,
  { uid, entryId }: { uid: string; entryId: string },
  { points, text }: ReverseRequest,
  caller: PartnerCaller,
): Promise<CommandAnswer> {
  const { id: memberId } = await memberOf(ctx, uid)
  const entry = await ctx.db.pointEntry.findUnique({
    where: { id: entryId },
    select: { business: true, businessId: true, memberId: true },
  })
  if (entry?.memberId !== memberId) throw new AppError('NOT_FOUND')
  const { business, businessId } = entry
  if (business !== 'activity' && business !== 'redemption') throw new AppError('NOT_REVERSIBLE')
  const about = aboutPartner(ctx, caller, { business, businessId, text })
  const { shortfall } = await getPointSettings(ctx)
  return give(ctx, { do: 'reverse', memberId, about, key: caller.key, entryId, points, shortfall })
}
