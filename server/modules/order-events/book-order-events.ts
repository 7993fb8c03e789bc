import type { Ctx, Tx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { groupBy } from '../../kernel/group-by.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import {
  findMembersBy,
  type FoundMember,
  type MemberReference,
} from '../members/members.service.ts'
import { changeRollUps, readOrderStates, writeOrderStates } from '../orders/orders.service.ts'
import type { Doer } from '../points/points.service.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { applyCompleted } from './apply-completed.ts'
import { applyPaid } from './apply-paid.ts'
import { applyRefunded } from './apply-refunded.ts'
import {
  resultOf,
  toRefusal,
  readEvents,
  writeEvents,
  withoutMobile,
  type EventRow,
  type StoredEvent,
} from './event-log.sql.ts'
import {
  answerFor,
  shortOf,
  type Desk,
  type OrderCase,
  type Turn,
  type TurnOutcome,
} from './order-case.ts'
import type { OrderEventInput } from './order-events.contract.ts'
import { lockTrails, readPlainLines, writeTrails, type OrderKey } from './order-trail.sql.ts'

const DAY_MS = 86_400_000
const AHEAD_MS = 5 * 60_000

/** An event as it comes from outside, with who sends it and by which key he would send it again. */
export interface ReceivedEvent {
  readonly event: OrderEventInput
  /** Who numbers the order. */
  readonly source: string
  readonly storeId: number | null
  readonly caller: string
  readonly key: string
  /** Hash of what he says. */
  readonly body: string
  readonly by: Doer
  /** How the table knows the member that a payment names; none for the other kinds. */
  readonly members: readonly MemberReference[]
}

type Applicable = Omit<Turn, 'at'>
interface Waiting {
  readonly turn: Applicable
  readonly row: Omit<EventRow, 'status' | 'result' | 'shortPoints' | 'appliedAt'>
  /** Where its answer goes; a parked event has been answered long ago. */
  readonly place: number | undefined
}

const PARKED = { status: 'parked', result: null, shortPoints: 0, appliedAt: null } as const

const keyOf = ({ source, orderNo }: OrderKey): string => `${source}\u0000${orderNo}`
const givenKeyOf = ({ caller, key }: { caller: string; key: string }): string =>
  `${caller}\u0000${key}`
const refundNoOf = (event: OrderEventInput): string =>
  event.kind === 'refunded' ? event.refundNo : ''
const natureOf = (kind: string, refundNo: string, order: OrderKey): string =>
  `${keyOf(order)}\u0000${kind}\u0000${refundNo}`

/** Orders that a file brought have lines and gave nothing. */
async function adoptImported(ctx: Ctx<Tx>, cases: readonly OrderCase[]): Promise<void> {
  const imported = cases.filter(({ trail, order }) => order && trail.orderId === null)
  const ids = imported.flatMap(({ order }) => order?.id ?? [])
  const lines = groupBy(await readPlainLines(ctx, ids), ({ orderId }) => orderId)
  for (const { trail, order } of imported) {
    if (!order) continue
    const whole = { lineNo: 1, quantity: 1, paidFen: order.paidFen, earningFen: 0 }
    const nothing = { awarded: 0, used: 0, refundedFen: 0, refundedQuantity: 0 }
    trail.lines = lines.get(order.id)?.map(({ orderId: _, ...line }) => line) ?? [
      { ...whole, ...nothing },
    ]
    trail.memberId = order.memberId
  }
}

/** Several events of several orders, applied in one transaction. */
class Booking {
  readonly #desk: Desk
  readonly #cases: ReadonlyMap<string, OrderCase>
  readonly #byKey: Map<string, StoredEvent | EventRow>
  readonly #byNature: Map<string, StoredEvent | EventRow>
  readonly #parked: Map<string, StoredEvent[]>
  readonly #inserted: EventRow[] = []
  readonly #ended: EventRow[] = []
  readonly outcomes: TurnOutcome[] = []

  constructor(desk: Desk, cases: readonly OrderCase[], stored: readonly StoredEvent[]) {
    this.#desk = desk
    this.#cases = new Map(cases.map((one) => [keyOf(one.trail), one]))
    this.#byKey = new Map(stored.map((event) => [givenKeyOf(event), event]))
    this.#byNature = new Map(
      stored.map((event) => [natureOf(event.kind, event.refundNo, event), event]),
    )
    const parked = stored.filter(({ status }) => status === 'parked')
    this.#parked = groupBy(parked, keyOf)
  }

  #caseOf(key: OrderKey): OrderCase {
    const found = this.#cases.get(keyOf(key))
    if (!found) throw new AppError('INTERNAL')
    return found
  }

  /** What came before by this key or about the same thing; undefined for what is new. */
  #before({ event, source, caller, key, body }: ReceivedEvent): TurnOutcome | undefined {
    const byKey = this.#byKey.get(givenKeyOf({ caller, key }))
    if (byKey && byKey.body !== body) return { refusal: new AppError('KEY_REUSED') }
    const order = { source, orderNo: event.orderNo }
    const known = byKey ?? this.#byNature.get(natureOf(event.kind, refundNoOf(event), order))
    if (!known) return undefined
    if (known.body !== body) return { refusal: new AppError('EVENT_DIFFERS') }
    const { refusal, answer } = resultOf(known)
    if (refusal) return { refusal }
    return { answer: answer ?? { ...answerFor(this.#caseOf(order)), status: 'parked' } }
  }

  #checkTime(occurredAt: Date): void {
    const { ctx, settings } = this.#desk
    const age = ctx.clock.now().getTime() - occurredAt.getTime()
    const days = settings.eventDaysMax
    if (age > days * DAY_MS) throw new AppError('EVENT_TOO_OLD', { days })
    if (age < -AHEAD_MS) throw new AppError('EVENT_IN_FUTURE')
  }

  #note(row: EventRow): void {
    this.#byKey.set(givenKeyOf(row), row)
    this.#byNature.set(natureOf(row.kind, row.refundNo, row), row)
  }

  /** Takes an event in: what is known is answered, what is too early is parked, the rest waits its turn. */
  takeIn(received: ReceivedEvent, place: number, member: FoundMember | undefined): Waiting | null {
    const { event, source, caller, key, body, storeId, by } = received
    const before = this.#before(received)
    if (before) {
      this.outcomes[place] = before
      return null
    }
    const occurredAt = new Date(event.occurredAt)
    try {
      this.#checkTime(occurredAt)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.outcomes[place] = { refusal: error }
      return null
    }
    const { ctx } = this.#desk
    const order = { source, orderNo: event.orderNo }
    const row = {
      ...{ id: uuidv7(ctx.clock), ...order, kind: event.kind, refundNo: refundNoOf(event) },
      ...{ caller, key, body, payload: JSON.stringify(withoutMobile(event)), occurredAt },
      receivedAt: ctx.clock.now(),
    }
    const at = this.#caseOf(order)
    if (event.kind !== 'paid' && !at.order) {
      const parked: EventRow = { ...row, ...PARKED }
      this.#inserted.push(parked)
      this.#note(parked)
      const waiting = { ...parked, payload: event, kind: event.kind }
      this.#parked.set(keyOf(order), [...(this.#parked.get(keyOf(order)) ?? []), waiting])
      this.outcomes[place] = { answer: { ...answerFor(at), status: 'parked' } }
      return null
    }
    return { turn: { event, occurredAt, by, storeId, member }, row, place }
  }

  /** Applies events of different orders. @returns those that waited for what was just applied */
  async apply(waiting: readonly Waiting[]): Promise<Waiting[]> {
    const turns = waiting.map(({ turn, row }) => ({ ...turn, at: this.#caseOf(row) }))
    const outcomes = await this.#outcomesOf(turns)
    waiting.forEach(({ row, place }, i) => {
      const outcome = outcomes[i]
      if (outcome) this.#end(row, place, outcome)
    })
    return waiting.flatMap(({ row, turn }, i) => {
      const outcome = outcomes[i]
      return row.kind === 'paid' && outcome && 'answer' in outcome ? this.#due(row, turn.by) : []
    })
  }

  /** Completion first, then refunds as they happened. */
  #due(order: OrderKey, by: Doer): Waiting[] {
    const parked = this.#parked.get(keyOf(order)) ?? []
    const rank = ({ kind }: StoredEvent): number => (kind === 'refunded' ? 1 : 0)
    return [...parked]
      .sort((a, b) => rank(a) - rank(b) || a.occurredAt.getTime() - b.occurredAt.getTime())
      .map((event) => ({
        turn: {
          ...{ event: event.payload, occurredAt: event.occurredAt, by },
          ...{ storeId: null, member: undefined },
        },
        row: { ...event, payload: JSON.stringify(event.payload) },
        place: undefined,
      }))
  }

  #end(row: Waiting['row'], place: number | undefined, outcome: TurnOutcome): void {
    const appliedAt = this.#desk.ctx.clock.now()
    const isDone = 'answer' in outcome
    const ended: EventRow = {
      ...row,
      status: isDone ? 'applied' : 'refused',
      result: JSON.stringify(isDone ? outcome.answer : toRefusal(outcome.refusal)),
      shortPoints: shortOf(outcome),
      appliedAt,
    }
    if (place === undefined) {
      this.#ended.push(ended)
      return
    }
    this.outcomes[place] = outcome
    // A refused event stores nothing, so its key can be used again.
    if (!isDone) return
    this.#inserted.push(ended)
    this.#note(ended)
  }

  async #outcomesOf(turns: readonly Turn[]): Promise<TurnOutcome[]> {
    const outcomes: TurnOutcome[] = []
    const placesOf = <K extends OrderEventInput['kind']>(kind: K) =>
      turns.flatMap((turn, place) => {
        const { event } = turn
        // The kind says which event it is; the pair is lost in the union.
        return event.kind === kind
          ? [{ place, turn: turn as Turn<Extract<OrderEventInput, { kind: K }>> }]
          : []
      })
    const put = (places: readonly { place: number }[], done: readonly TurnOutcome[]) => {
      places.forEach(({ place }, i) => {
        const outcome = done[i]
        if (outcome) outcomes[place] = outcome
      })
    }
    const [paid, completed, refunded] = [
      placesOf('paid'),
      placesOf('completed'),
      placesOf('refunded'),
    ]
    put(
      paid,
      await applyPaid(
        this.#desk,
        paid.map(({ turn }) => turn),
      ),
    )
    const atOnce = paid.filter(({ turn, place }) => {
      const outcome = outcomes[place]
      return turn.event.isCompleted && outcome && 'answer' in outcome
    })
    const ending: Turn[] = [...completed, ...atOnce].map(({ turn }) => turn)
    const done = await applyCompleted(this.#desk, ending)
    put(completed, done)
    atOnce.forEach(({ place }, i) => {
      const [first, then] = [outcomes[place], done[completed.length + i]]
      if (first && then) outcomes[place] = bothOf(first, then)
    })
    put(
      refunded,
      await applyRefunded(
        this.#desk,
        refunded.map(({ turn }) => turn),
      ),
    )
    for (const { place, turn } of placesOf('shipped'))
      outcomes[place] = { answer: answerFor(turn.at) }
    return outcomes
  }

  /** Writes what all events changed. */
  async write(): Promise<void> {
    const { ctx, rollUps } = this.#desk
    const changed = [...this.#cases.values()].filter(({ isChanged }) => isChanged)
    await writeTrails(
      ctx,
      changed.map(({ trail }) => trail),
    )
    await writeOrderStates(
      ctx,
      changed.flatMap(({ order }) => order ?? []),
    )
    await changeRollUps(ctx, rollUps)
    const isNew = new Set(this.#inserted.map(({ id }) => id))
    const ended = new Map(this.#ended.map((row) => [row.id, row]))
    await writeEvents(ctx, {
      inserted: this.#inserted.map((row) => ended.get(row.id) ?? row),
      ended: this.#ended.filter(({ id }) => !isNew.has(id)),
    })
  }
}

/** What a payment and its completion did together. */
function bothOf(first: TurnOutcome, then: TurnOutcome): TurnOutcome {
  if (!('answer' in first) || !('answer' in then)) return first
  const { points, orderStatus, balance } = then.answer
  return {
    answer: {
      ...first.answer,
      orderStatus,
      balance: balance ?? first.answer.balance,
      points: { ...first.answer.points, confirmed: points.confirmed },
    },
  }
}

/** Opens the cases of orders: their trails locked, with where they stand. */
async function openCases(ctx: Ctx<Tx>, keys: readonly OrderKey[]): Promise<OrderCase[]> {
  const trails = await lockTrails(ctx, keys)
  const states = await readOrderStates(ctx, keys)
  const orders = new Map(states.map((order) => [keyOf(order), order]))
  const cases = trails.map((trail) => ({
    ...{ trail, order: orders.get(keyOf(trail)), isChanged: false },
  }))
  await adoptImported(ctx, cases)
  return cases
}

/** The members that payments name, of whichever store, in the order of the events. */
async function findMembers(ctx: Ctx<Tx>, received: readonly ReceivedEvent[]) {
  const actor = { ...ctx.actor, scope: { kind: 'all' as const } }
  const found = await findMembersBy(
    { ...ctx, actor },
    received.flatMap(({ members }) => members),
  )
  let at = 0
  return received.map(({ members }) =>
    found.slice(at, (at += members.length)).find((member) => member !== undefined),
  )
}

/**
 * Books what malls and tills tell about orders, in the caller's transaction: many events at once, each order's
 * in the order in which they came. What came before is answered as then; what comes before its payment is
 * parked and applied with it. A refused event changes and stores nothing.
 *
 * Refusals: KEY_REUSED, EVENT_DIFFERS, EVENT_TOO_OLD, EVENT_IN_FUTURE, NO_SUCH_MEMBER, ORDER_…, REFUND_…
 */
export async function bookOrderEvents(
  ctx: Ctx<Tx>,
  received: readonly ReceivedEvent[],
): Promise<TurnOutcome[]> {
  if (received.length === 0) return []
  const keys = new Map(
    received.map(({ source, event }) => {
      const key = { source, orderNo: event.orderNo }
      return [keyOf(key), key]
    }),
  )
  const cases = await openCases(ctx, [...keys.values()])
  const stored = await readEvents(ctx, [...keys.values()], received)
  const members = await findMembers(ctx, received)
  const today = businessDateOf(ctx.zone, ctx.clock.now())
  const desk: Desk = { ctx, settings: await getPointSettings(ctx), today, rollUps: [] }
  const booking = new Booking(desk, cases, stored)
  const byOrder = groupBy(
    received.map((one, place) => ({ one, place, order: keyOf({ ...one, ...one.event }) })),
    ({ order }) => order,
  )
  const rounds = Math.max(...[...byOrder.values()].map(({ length }) => length))
  for (let round = 0; round < rounds; round += 1) {
    const inRound = [...byOrder.values()].flatMap((events) => events[round] ?? [])
    let waiting = inRound.flatMap(
      ({ one, place }) => booking.takeIn(one, place, members[place]) ?? [],
    )
    while (waiting.length > 0) {
      const due = groupBy(await booking.apply(waiting), ({ row }) => keyOf(row))
      // Those of one order one after the other, each round one of every order.
      waiting = await applyInRounds(booking, [...due.values()])
    }
  }
  await booking.write()
  return booking.outcomes
}

/** Applies what was parked, of every order one event a round. Nothing waits for these. */
async function applyInRounds(
  booking: Booking,
  queues: readonly (readonly Waiting[])[],
): Promise<Waiting[]> {
  const rounds = Math.max(0, ...queues.map(({ length }) => length))
  for (let round = 0; round < rounds; round += 1) {
    await booking.apply(queues.flatMap((queue) => queue[round] ?? []))
  }
  return []
}
