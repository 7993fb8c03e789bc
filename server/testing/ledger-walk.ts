import fc from 'fast-check'
import { expect } from 'vitest'
import type { LedgerAnswer, LedgerCommand } from '../modules/points/ledger-commands.ts'
import type { Outcome } from '../modules/points/batch.ts'
import { TokenModel } from './token-model.ts'

const small = fc.integer({ min: 1, max: 30 })
const which = fc.nat({ max: 1000 })
const day = fc.integer({ min: 1, max: 20 }).map((n) => `2026-03-${String(n).padStart(2, '0')}`)
/** A step by its name; `record` does not keep the type of what is spread into it. */
const step = <K extends string, M>(name: K, more: { [P in keyof M]: fc.Arbitrary<M[P]> }) =>
  fc.record(more).map((values) => ({ ...values, do: name }))

/** A step of a walk: what to do, and to which of the things there are by then. */
const anyStep = fc.oneof(
  {
    weight: 4,
    arbitrary: step('earn', { points: small, expiresOn: day, isPending: fc.boolean() }),
  },
  { weight: 3, arbitrary: step('spend', { points: small }) },
  { weight: 2, arbitrary: step('hold', { points: small }) },
  { weight: 4, arbitrary: step('reverse', { which, points: small, isOwed: fc.boolean() }) },
  step('confirm', { which }),
  step('freeze', { points: small }),
  step('settle', { which, points: small }),
  step('release', { which }),
  step('unfreeze', { which, points: small }),
  step('expire', { asOf: day }),
  step('extend', { which, expiresOn: day }),
  step('spendUpTo', { points: small }),
)
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never

export const walks = fc.array(anyStep, { minLength: 1, maxLength: 50, size: 'max' })

/** Who keeps the books of one member: in memory, or a database. */
export interface Ledger {
  readonly memberId: number
  readonly today: string
  do(command: LedgerCommand): Promise<Outcome>
}

interface Movement {
  readonly entryId: string
  readonly points: number
  readonly lotId: string | null
  back: number
}

/**
 * Walks a ledger and a heap of single points side by side: what one refuses the other has to find impossible,
 * and after every step both say the same.
 */
export class Walk {
  readonly model = new TokenModel()
  readonly #ledger: Ledger
  readonly #movements: Movement[] = []
  readonly #lots: string[] = []
  readonly #holds: { id: string; points: number; isOpen: boolean }[] = []
  readonly #at = new Date('2026-03-18T06:26:00Z')

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  #pick = <T>(from: readonly T[], n: number): T | undefined => from[n % Math.max(1, from.length)]
  #free = (isPendingToo: boolean): number =>
    this.model.tokens.filter(({ at, isPending }) => at === 'free' && (isPendingToo || !isPending))
      .length

  /** Gives a command that the model finds possible, or not. @returns the answer when it was done */
  async #give(command: object, isPossible: boolean): Promise<LedgerAnswer | undefined> {
    const about = {
      ...{ business: 'manual', businessId: '1', occurredAt: this.#at },
      explanation: { kind: 'byHand' },
    }
    const { memberId } = this.#ledger
    // The steps are made for the commands.
    const outcome = await this.#ledger.do({ memberId, about, ...command } as LedgerCommand)
    expect('answer' in outcome, JSON.stringify(command)).toBe(isPossible)
    if (!('answer' in outcome)) return undefined
    const { entryId, lotId, points } = outcome.answer
    if (entryId !== null && points !== 0) this.#movements.push({ entryId, points, lotId, back: 0 })
    return outcome.answer
  }

  async take(given: Step): Promise<void> {
    const answer = await this.#take(given)
    if (!answer) return
    const { available, held, frozen, pending, debt } = answer
    expect({ available, held, frozen, pending, debt }).toEqual(this.model.balances())
  }

  async #take(given: Step): Promise<LedgerAnswer | undefined> {
    const { model } = this
    const { today } = this.#ledger
    switch (given.do) {
      case 'earn': {
        const { points, expiresOn, isPending } = given
        const answer = await this.#give({ do: 'earn', points, expiresOn, isPending }, true)
        const lot = answer?.lotId ?? ''
        model.earn(lot, points, { earnedAt: 0, expiresOn, isPending })
        this.#lots.push(lot)
        return answer
      }
      case 'confirm': {
        const lotId = this.#pick(this.#lots, given.which)
        if (lotId === undefined) return undefined
        const isPending = model.isPending(lotId)
        const answer = await this.#give({ do: 'confirm', lotId }, isPending)
        if (answer) {
          // A confirmation is taken back with the credit that it confirms.
          this.#movements.pop()
          model.confirm(lotId)
        }
        return answer
      }
      case 'spend': {
        const answer = await this.#give(given, model.canSpend(given.points))
        if (answer) model.spend(answer.entryId ?? '', given.points)
        return answer
      }
      case 'spendUpTo': {
        const points = Math.min(given.points, this.#free(false))
        const command = { do: 'spend', points: given.points, isUpTo: true }
        const answer = await this.#give(command, true)
        if (points > 0) model.spend(answer?.entryId ?? '', points)
        return answer
      }
      case 'extend': {
        const lotId = this.#pick(this.#lots, given.which)
        if (lotId === undefined) return undefined
        const { expiresOn } = given
        const answer = await this.#give({ do: 'extend', lotId, expiresOn }, model.hasAny(lotId))
        if (answer) model.extend(lotId, expiresOn)
        return answer
      }
      case 'hold':
      case 'freeze': {
        const command = { do: given.do, points: given.points, expiresAt: null }
        const answer = await this.#give(command, this.#free(given.do === 'freeze') >= given.points)
        if (!answer) return undefined
        const id = `${given.do} ${answer.holdId ?? ''}`
        model.setAside(id, given.points)
        this.#holds.push({ id, points: given.points, isOpen: true })
        return answer
      }
      case 'settle':
      case 'release':
      case 'unfreeze':
        return this.#end(given)
      case 'expire': {
        const answer = await this.#give({ do: 'expire', asOf: given.asOf }, true)
        model.expire(given.asOf, answer?.entryId ?? '')
        return answer
      }
      case 'reverse': {
        const entry = this.#pick(this.#movements, given.which)
        if (!entry) return undefined
        const { entryId, points, lotId } = entry
        const isPossible = entry.back + given.points <= Math.abs(points)
        const shortfall = given.isOwed ? 'debt' : 'floor'
        const command = { do: 'reverse', entryId, points: given.points, shortfall }
        const count = this.#movements.length
        const answer = await this.#give(command, isPossible)
        if (!answer) return undefined
        // What takes back is not taken back itself.
        this.#movements.length = count
        entry.back += given.points
        if (points > 0)
          model.clawBack(lotId ?? '', given.points, answer.entryId ?? '', given.isOwed)
        else model.giveBack(entryId, given.points, today)
        return answer
      }
    }
  }

  async #end(
    given: Extract<Step, { do: 'settle' | 'release' | 'unfreeze' }>,
  ): Promise<LedgerAnswer | undefined> {
    const { model } = this
    const { today } = this.#ledger
    const kind = given.do === 'settle' ? 'hold' : given.do === 'unfreeze' ? 'freeze' : ''
    const hold = this.#pick(
      this.#holds.filter(({ id }) => id.startsWith(kind)),
      given.which,
    )
    if (!hold) return undefined
    const holdId = hold.id.split(' ')[1] ?? ''
    const left = model.tokens.filter(({ at }) => at === hold.id).length
    if (given.do === 'release') {
      const answer = await this.#give({ do: 'release', holdId, status: 'released' }, hold.isOpen)
      if (!answer) return undefined
      hold.isOpen = false
      model.release(hold.id, Infinity, today)
      return answer
    }
    const { points } = given
    const isPossible = hold.isOpen && points <= (given.do === 'settle' ? hold.points : left)
    const answer = await this.#give({ do: given.do, holdId, points }, isPossible)
    if (!answer) return undefined
    hold.isOpen = given.do === 'unfreeze' && points < left
    if (given.do === 'settle') model.settle(hold.id, points, answer.entryId ?? '', today)
    else model.release(hold.id, points, today)
    return answer
  }
}
