import { z } from 'zod'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Partner } from '../api-keys/api-keys.service.ts'
import { referencesTo } from '../members/members.service.ts'
import { doerOf } from '../points/points.service.ts'
import {
  linePoints,
  notAwarded,
  type OrderEventAnswer,
  type OrderEventInput,
  type OrderPointsState,
} from './order-events.contract.ts'
import { receiveOrderEvent } from './receive-order-event.ts'

interface Sender {
  readonly partner: Partner
  readonly key: { readonly caller: string; readonly key: string; readonly body: string }
}

/** Who numbers the orders of a key. @throws AppError SOURCE_MISSING */
function sourceOf({ source }: Partner): string {
  if (source === null) throw new AppError('SOURCE_MISSING')
  return source
}

/** A key of one store speaks for it; others name the store. @throws AppError STORE_UNKNOWN */
async function storeOf(ctx: Ctx, { storeId }: Partner, code: string | undefined) {
  if (code === undefined) return storeId
  const store = await ctx.db.store.findUnique({ where: { code }, select: { id: true } })
  if (!store || (storeId !== null && store.id !== storeId)) throw new AppError('STORE_UNKNOWN')
  return store.id
}

/**
 * Takes what another system tells of an order of its own.
 * @throws AppError SOURCE_MISSING, STORE_UNKNOWN, and what `bookOrderEvents` refuses
 */
export async function receivePartnerEvent(
  ctx: Ctx,
  event: OrderEventInput,
  { partner, key }: Sender,
): Promise<OrderEventAnswer> {
  const source = sourceOf(partner)
  const isPaid = event.kind === 'paid'
  const storeId = isPaid ? await storeOf(ctx, partner, event.store) : null
  return receiveOrderEvent(ctx, {
    ...{ event, source, storeId, ...key, by: doerOf(ctx.actor) },
    members: isPaid ? referencesTo(ctx, event.member) : [],
  })
}

/** What an order of a key's source gave and used. @throws AppError SOURCE_MISSING, NOT_FOUND */
export async function getOrderPoints(
  ctx: Ctx,
  partner: Partner,
  orderNo: string,
): Promise<OrderPointsState> {
  const source = sourceOf(partner)
  const key = { source, orderNo }
  const trail = await ctx.db.orderPoints.findUnique({ where: { source_orderNo: key } })
  if (!trail) throw new AppError('NOT_FOUND')
  const order = await ctx.db.order.findUnique({ where: { orderNo_source: key } })
  const { awarded, takenBack, used, uncovered, givenBack, confirmOn } = trail
  return {
    ...{ ...key, orderStatus: order?.status ?? null },
    ...{ awarded, takenBack, used, uncovered, givenBack, confirmOn },
    notAwarded: notAwarded.nullable().parse(trail.notAwarded),
    lines: z.array(linePoints).parse(JSON.parse(trail.lines)),
  }
}
