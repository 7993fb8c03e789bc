import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { InvariantError } from '../../kernel/invariant.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { recordEvent } from '../outbox/outbox.service.ts'
import { requireOpenStore } from '../stores/stores.service.ts'
import type { CreateMemberInput, RegisterChannel } from './members.contract.ts'
import { insertMembers, prepareMember, type MemberRow, type NewMember } from './insert-members.ts'
import { shownValues } from './member-audit.ts'
import { isRegion } from './regions.ts'

/** A clash of random member numbers is rare; five in a row do not happen. */
const ROUNDS_MAX = 5

/** Values that a form can't judge: places that exist, days that have been. @throws AppError */
export async function checkPlaces(
  ctx: Ctx,
  values: {
    readonly birthday?: string | null | undefined
    readonly regionCode?: string | null | undefined
    readonly homeStoreId?: number | null | undefined
  },
): Promise<void> {
  const { birthday, regionCode, homeStoreId } = values
  if (birthday && birthday > businessDateOf(ctx.zone, ctx.clock.now())) {
    throw new AppError('DATE_INVALID')
  }
  if (regionCode && !isRegion(regionCode)) throw new AppError('REGION_UNKNOWN')
  if (homeStoreId) await requireOpenStore(ctx, homeStoreId)
}

/** Values that no two members share, as they are searched. */
interface UniqueValues {
  readonly mobile?: string | null | undefined
  readonly email?: string | null | undefined
  readonly cardNo?: string | null | undefined
  readonly externalId?: string | null | undefined
}

/**
 * Says which value belongs to another member. A mobile or e-mail may stand under the index of a key that a
 * rotation is leaving behind, which no unique column sees.
 *
 * @throws AppError MOBILE_TAKEN, EMAIL_TAKEN, CARD_TAKEN, EXTERNAL_ID_TAKEN
 */
export async function refuseTaken(ctx: Ctx, values: UniqueValues, exceptUid = ''): Promise<void> {
  const { keys } = ctx
  const { mobile, email, cardNo, externalId } = values
  const checks = [
    [
      'MOBILE_TAKEN',
      mobile && { mobileIndex: { in: [...keys.blindIndexes('member.mobile', mobile)] } },
    ],
    ['EMAIL_TAKEN', email && { emailIndex: { in: [...keys.blindIndexes('member.email', email)] } }],
    ['CARD_TAKEN', cardNo && { cardNo }],
    ['EXTERNAL_ID_TAKEN', externalId && { externalId }],
  ] as const
  for (const [code, where] of checks) {
    if (!where) continue
    const other = await ctx.db.member.findFirst({
      where: { ...where, uid: { not: exceptUid } },
      select: { id: true },
    })
    if (other) throw new AppError(code)
  }
}

async function insertOne(
  ctx: Ctx<Tx>,
  member: MemberRow,
  values: UniqueValues,
): Promise<{ id: number; uid: string }> {
  if (ctx.keys.retiredIds.length > 0) await refuseTaken(ctx, values)
  const ids = await insertMembers(ctx, [member])
  const id = ids.get(member.uid)
  if (id !== undefined) return { id, uid: member.uid }
  await refuseTaken(ctx, values)
  throw new NumberClash()
}

/** Nothing but the drawn member number can be taken: draw again. */
class NumberClash extends Error {}

interface Registration {
  readonly channel: RegisterChannel
  readonly storeId: number | null
}

/**
 * Registers one member: profile and the event that welcomes him, in one transaction.
 * @throws AppError MOBILE_TAKEN, EMAIL_TAKEN, CARD_TAKEN, EXTERNAL_ID_TAKEN, STORE_UNKNOWN, REGION_UNKNOWN
 */
export async function registerMember(
  ctx: Ctx,
  input: CreateMemberInput,
  { channel, storeId }: Registration,
): Promise<{ id: number; uid: string }> {
  const member: NewMember = {
    ...input,
    registerChannel: channel,
    registerStoreId: storeId,
    homeStoreId: input.homeStoreId ?? storeId,
    registeredAt: ctx.clock.now(),
  }
  await checkPlaces(ctx, member)
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const columns = prepareMember(ctx, member)
    try {
      return await inTransaction(ctx, async (ctx) => {
        const created = await insertOne(ctx, columns, member)
        await recordAudit(ctx, {
          action: 'member.create',
          target: { type: 'member', id: created.uid, name: columns.memberNo },
          ...(member.homeStoreId === null ? {} : { storeId: member.homeStoreId }),
          after: shownValues(member),
        })
        await recordEvent(ctx, {
          type: 'member.registered',
          memberUid: created.uid,
          payload: { memberUid: created.uid, channel },
        })
        return created
      })
    } catch (error) {
      if (!(error instanceof NumberClash)) throw error
    }
  }
  throw new InvariantError('member numbers keep clashing')
}

/** Without a store nobody of a scope of stores would see the member again. @throws AppError STORE_UNKNOWN */
export function requireHome({ actor }: Ctx): void {
  if (actor.scope.kind === 'stores') throw new AppError('STORE_UNKNOWN')
}

/** A member created by staff; whoever works for one store registers him there. */
export function createMember(
  ctx: Ctx,
  input: CreateMemberInput,
): Promise<{ id: number; uid: string }> {
  const { scope } = ctx.actor
  const own = scope.kind === 'stores' && scope.storeIds.length === 1 ? scope.storeIds[0] : undefined
  if (input.homeStoreId === null && own === undefined) requireHome(ctx)
  return registerMember(ctx, input, {
    channel: 'backOffice',
    storeId: input.homeStoreId ?? own ?? null,
  })
}
