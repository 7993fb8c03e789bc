import type { Ctx } from '../../db/context.ts'
import type { RowOf } from '../../db/row-set.ts'
import { addDays } from '../../contract/dates.ts'
import { AppError } from '../../kernel/app-error.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { applyCommand, type Applied, type Applying } from './apply-command.ts'
import type { Books } from './books.rules.ts'
import { doerOf, type LedgerAnswer, type LedgerCommand } from './ledger-commands.ts'
import type { Loaded } from './load-books.sql.ts'
import type { PointChange } from './tell-changes.ts'
import type { COMMAND_COLUMNS, ENTRY_COLUMNS, HOLD_COLUMNS } from './write-books.sql.ts'

/** A command's answer, or why it was refused; one that is refused changed nothing. */
export type Outcome =
  | {
      readonly answer: LedgerAnswer
      /** The key took effect before; nothing was done now. */
      readonly isRepeat: boolean
    }
  | { readonly refusal: AppError }

/** A key by which a command is known. */
export const nameOf = ({ caller, key }: { caller: string; key: string }): string =>
  `${caller}\u0000${key}`

/** What a key has come to. */
export interface Known {
  readonly body: string
  readonly answer: LedgerAnswer
}

/** Who keeps the books, and when: a database is not asked. */
type Keeper = Pick<Ctx, 'clock' | 'zone' | 'actor'>

/** What a batch of commands has come to so far. Keeps the books in memory and writes nothing. */
export class Batch {
  readonly entries: RowOf<typeof ENTRY_COLUMNS>[] = []
  readonly newHolds: RowOf<typeof HOLD_COLUMNS>[] = []
  readonly commands: RowOf<typeof COMMAND_COLUMNS>[] = []
  readonly touched = new Set<Books>()
  /** What is told of the entries. */
  readonly changes: PointChange[] = []
  readonly #ctx: Keeper
  readonly #now: Date
  readonly #books: Loaded['books']
  readonly #known: Map<string, Known>
  readonly #applying: Applying

  /** @param graceDays points that come back after their date can be used for so many days more */
  constructor(
    ctx: Keeper,
    { books, entries }: Loaded,
    { known, graceDays }: { known: Map<string, Known>; graceDays: number },
  ) {
    this.#ctx = ctx
    this.#now = ctx.clock.now()
    this.#books = books
    this.#known = known
    this.#applying = {
      newId: () => uuidv7(ctx.clock),
      notBefore: addDays(businessDateOf(ctx.zone, this.#now), graceDays),
      nowMs: this.#now.getTime(),
      entries: [...entries],
    }
  }

  /** Does one command, or says why not. */
  do(command: LedgerCommand): Outcome {
    try {
      const isRepeat = command.key !== undefined && this.#known.has(nameOf(command.key))
      return { answer: this.#answer(command), isRepeat }
    } catch (error) {
      if (error instanceof AppError) return { refusal: error }
      throw error
    }
  }

  #answer(command: LedgerCommand): LedgerAnswer {
    const { key, memberId } = command
    const before = key && this.#known.get(nameOf(key))
    if (before && key) {
      if (before.body !== key.body) throw new AppError('KEY_REUSED')
      return before.answer
    }
    const books = this.#books.get(memberId)
    if (!books) throw new AppError('NOT_FOUND')
    const applied = applyCommand(books, this.#applying, command)
    this.touched.add(books)
    this.#note(command, applied)
    const { available, held, frozen, pending, debt } = books.account
    const { points = 0, pending: toCome = 0 } = applied.movement ?? {}
    const answer: LedgerAnswer = {
      entryId: applied.movement ? (applied.entryId ?? null) : null,
      lotId: applied.lotId ?? null,
      holdId: applied.holdId ?? null,
      points: points === 0 ? toCome : points,
      forgone: applied.forgone ?? 0,
      ...{ available, held, frozen, pending, debt },
    }
    if (key) {
      this.#known.set(nameOf(key), { body: key.body, answer })
      this.commands.push({ ...key, answer: JSON.stringify(answer), createdAt: this.#now })
    }
    return answer
  }

  #note(command: LedgerCommand, { entryId, movement, lotId, holdId, forgone = 0 }: Applied): void {
    const { about, memberId } = command
    const { actor, zone } = this.#ctx
    const by = about.by ?? doerOf(actor)
    const who = { actorKind: by.kind, actorId: by.id, actorName: by.name }
    const what = {
      business: about.business,
      businessId: about.businessId,
      reason: about.reason ?? null,
      storeId: about.storeId ?? null,
    }
    if (entryId !== undefined && movement) {
      const { seq, ...figures } = movement
      const reverses = command.do === 'reverse' ? command.entryId : null
      const id = entryId
      this.entries.push({
        ...{ id, memberId, seq, kind: command.do, ...figures, forgone, ...what, reverses, ...who },
        batchId: about.batchId ?? null,
        occurredAt: about.occurredAt,
        bookedAt: this.#now,
        businessDate: businessDateOf(zone, about.occurredAt),
        explanation: JSON.stringify(about.explanation),
      })
      const { points, pending, balanceAfter: balance } = movement
      const kind = command.do
      const { business, businessId } = about
      const available = this.#books.get(memberId)?.account.available ?? 0
      this.changes.push({
        ...{
          memberId,
          entryId: id,
          kind,
          business,
          businessId,
          points,
          pending,
          available,
          balance,
        },
      })
      this.#applying.entries.push({
        ...{ id, memberId, kind, points, pending, forgone, reverses },
        lotId: lotId ?? null,
      })
    }
    if (holdId !== undefined && (command.do === 'hold' || command.do === 'freeze')) {
      this.newHolds.push({
        ...{ id: holdId, memberId, status: 'open', points: command.points, ...what, ...who },
        kind: command.do === 'hold' ? 'order' : 'freeze',
        createdAt: this.#now,
        expiresAt: command.expiresAt,
        endedAt: null,
      })
    }
  }
}
