import { AppError } from '../../kernel/app-error.ts'
import { invariant } from '../../kernel/invariant.ts'
import type { Books, Movement } from './books.rules.ts'
import { confirm, earn, extend, giveBack } from './credits.rules.ts'
import { clawBack, expire, spend } from './debits.rules.ts'
import { freeze, hold, release, settle, unfreeze } from './holds.rules.ts'
import type { LedgerCommand } from './ledger-commands.ts'
import type { Loaded } from './load-books.sql.ts'

/** What a command did to the books. */
export interface Applied {
  /** None where points were only set aside or let go. */
  readonly entryId?: string
  readonly movement?: Movement
  readonly lotId?: string
  readonly holdId?: string
  readonly forgone?: number
}

/** What of a batch of commands is made as they go: ids, and what they have done to entries before. */
export interface Applying {
  readonly newId: () => string
  /** First date on which points that come back after their date end. */
  readonly notBefore: string
  readonly nowMs: number
  readonly entries: Loaded['entries'][number][]
}

type Reverse = Extract<LedgerCommand, { do: 'reverse' }>

/** What an entry moved: a credit above 0. */
const amountOf = ({ points, pending }: { points: number; pending: number }): number =>
  points === 0 ? pending : points

/** Takes an entry back. @throws AppError NOT_FOUND, POINTS_TAKEN_BACK, POINTS_RETURNED, NOT_REVERSIBLE */
function reverse(books: Books, { entries, newId, notBefore }: Applying, command: Reverse): Applied {
  const { entryId: of, points, shortfall, memberId } = command
  const entry = entries.find(({ id }) => id === of)
  if (entry?.memberId !== memberId) throw new AppError('NOT_FOUND')
  const isOfNoPoints = entry.kind === 'confirm' || entry.kind === 'extend'
  if (entry.reverses !== null || isOfNoPoints) throw new AppError('NOT_REVERSIBLE')
  const entryId = newId()
  const before = entries.filter(({ reverses }) => reverses === of)
  if (amountOf(entry) > 0) {
    invariant(entry.lotId, 'a credit has a lot')
    const takenBack = before.reduce((sum, each) => sum - amountOf(each) + each.forgone, 0)
    const given = { entryId, lotId: entry.lotId, takenBack, points, shortfall }
    const { forgone, ...movement } = clawBack(books, given)
    return { entryId, movement, forgone }
  }
  const of_ = new Set([of])
  const returning = new Set(before.map(({ id }) => id))
  const among = (ids: ReadonlySet<string>) =>
    books.allocations.filter(({ entryId, points }) => ids.has(entryId) && points !== 0)
  const movement = giveBack(books, {
    ...{ entryId, points, notBefore: command.notBefore ?? notBefore },
    taken: among(of_),
    returned: among(returning),
  })
  return { entryId, movement }
}

/** Does one command to the books of its member, or refuses it and changes nothing. @throws AppError */
export function applyCommand(books: Books, applying: Applying, command: LedgerCommand): Applied {
  const { newId, notBefore, nowMs } = applying
  switch (command.do) {
    case 'earn': {
      const { points, isPending, expiresOn, about } = command
      // A lot has the id of the entry that made it: each is found by the other without an index more.
      const entryId = newId()
      const lotId = entryId
      const earnedAtMs = Math.min(about.occurredAt.getTime(), nowMs)
      const movement = earn(books, { entryId, lotId, points, isPending, earnedAtMs, expiresOn })
      return { entryId, lotId, movement }
    }
    case 'confirm': {
      const entryId = newId()
      return { entryId, movement: confirm(books, { entryId, lotId: command.lotId }) }
    }
    case 'spend': {
      const entryId = newId()
      const { points, isUpTo } = command
      const wanted = isUpTo ? Math.min(points, books.account.available) : points
      return wanted > 0 ? { entryId, movement: spend(books, { entryId, points: wanted }) } : {}
    }
    case 'hold':
    case 'freeze': {
      const id = newId()
      const setAside = command.do === 'hold' ? hold : freeze
      const expiresAtMs = command.expiresAt?.getTime() ?? null
      setAside(books, { id, points: command.points, expiresAtMs })
      return { holdId: id }
    }
    case 'settle': {
      const [entryId, { holdId, points }] = [newId(), command]
      return { entryId, holdId, movement: settle(books, { holdId, entryId, points, notBefore }) }
    }
    case 'release':
    case 'unfreeze': {
      const [entryId, { holdId }] = [newId(), command]
      const movement =
        command.do === 'release'
          ? release(books, { holdId, entryId, status: command.status, notBefore })
          : unfreeze(books, { holdId, entryId, points: command.points, notBefore })
      return movement ? { entryId, holdId, movement } : { holdId }
    }
    case 'expire': {
      const entryId = newId()
      const movement = expire(books, { entryId, asOf: command.asOf })
      return movement ? { entryId, movement } : {}
    }
    case 'extend':
      return { entryId: newId(), movement: extend(books, command), lotId: command.lotId }
    case 'reverse':
      return reverse(books, applying, command)
  }
}
