import type { Ctx, Tx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { FoundMember } from '../members/members.service.ts'
import type { OrderState, RollUp } from '../orders/orders.service.ts'
import type { Doer, LedgerAnswer, LedgerCommand, Outcome } from '../points/points.service.ts'
import { postCommands } from '../points/points.service.ts'
import type { StoredPointSettings } from '../settings/point-settings.contract.ts'
import type { OrderEventAnswer, OrderEventInput } from './order-events.contract.ts'
import type { OrderTrail } from './order-trail.sql.ts'

/** One order while events of it are applied, in memory; what changed is written once, afterwards. */
export interface OrderCase {
  readonly trail: OrderTrail
  order: OrderState | undefined
  isChanged: boolean
}

/** What all events that are applied together share. */
export interface Desk {
  readonly ctx: Ctx<Tx>
  readonly settings: StoredPointSettings
  readonly today: string
  /** What the days and totals of members change by. */
  readonly rollUps: RollUp[]
}

/** An event whose turn it is. */
export interface Turn<E extends OrderEventInput = OrderEventInput> {
  readonly event: E
  readonly occurredAt: Date
  readonly at: OrderCase
  readonly by: Doer
  readonly storeId: number | null
  readonly member: FoundMember | undefined
}

export type TurnOutcome =
  | {
      readonly answer: OrderEventAnswer
      /** Points that were taken back and are owed since. */
      readonly owed?: number
    }
  | { readonly refusal: AppError }

export const NO_POINTS = {
  ...{ awarded: 0, used: 0, uncovered: 0, confirmed: 0, takenBack: 0, forgone: 0, givenBack: 0 },
}

/** Points that an event names or takes back and that were gone: not used, owed or forgone. */
export function shortOf(outcome: TurnOutcome): number {
  if (!('answer' in outcome)) return 0
  const { uncovered, forgone } = outcome.answer.points
  return uncovered + forgone + (outcome.owed ?? 0)
}

/**
 * Points of a claw-back that are owed, at most. Whoever owes anything has nothing that could be used, so what is
 * owed after it and is no more than it took is its own.
 */
export const owedBy = (answer: LedgerAnswer | undefined): number =>
  answer ? Math.min(Math.max(0, -answer.points), answer.debt) : 0

/** An answer of an order as it stands; what the event changed is put over it. */
export const answerFor = (
  { trail, order }: OrderCase,
  changed: Partial<OrderEventAnswer> & { readonly points?: OrderEventAnswer['points'] } = {},
): OrderEventAnswer => ({
  status: 'applied',
  ...{ source: trail.source, orderNo: trail.orderNo },
  orderStatus: order?.status ?? null,
  refundedFen: order?.refundedFen ?? 0,
  points: NO_POINTS,
  ...{ expiresOn: null, notAwarded: null, balance: null },
  ...changed,
})

export const balanceAfter = (answer: LedgerAnswer | undefined): OrderEventAnswer['balance'] => {
  if (!answer) return null
  const { available, held, frozen, pending, debt } = answer
  return { available, held, frozen, pending, debt }
}

/** A refusal that an order's event can't live with: everything is undone, and each event tried alone. */
export function doneOf(outcome: Outcome | undefined): LedgerAnswer {
  if (outcome && 'answer' in outcome) return outcome.answer
  throw outcome?.refusal ?? new AppError('INTERNAL')
}

/** Plans each turn; one that is refused stands there as its refusal and keeps no other from its plan. */
export const planEach = <T, P>(turns: readonly T[], plan: (turn: T) => P): (P | AppError)[] =>
  turns.map((turn) => {
    try {
      return plan(turn)
    } catch (error) {
      if (error instanceof AppError) return error
      throw error
    }
  })

/** Gives the commands of many orders at once. @returns the outcomes of each order's, in their order */
export async function postFor(
  ctx: Ctx<Tx>,
  commandsOf: readonly (readonly LedgerCommand[])[],
): Promise<Outcome[][]> {
  const outcomes = await postCommands(ctx, commandsOf.flat())
  let at = 0
  return commandsOf.map(({ length }) => outcomes.slice(at, (at += length)))
}
