import { formatCount, formatFen } from '../../../ui/format.ts'
import { moved, named, pointsOf, sentence, signed, type Say } from './say.ts'
import { explain } from './why-explained.ts'
import type {
  EntryDetail,
  LotDetail,
  LotRow,
  PointAccount,
} from '../../../../../server/modules/points/records.contract.ts'

const lotName = (say: Say, { entry }: LotRow): string =>
  say('lot', {
    day: entry.businessDate,
    what: say.business(entry.business),
    number: entry.businessId,
  })

/** Which of the ways points left lots or came back to them. */
function wayOf(kind: EntryDetail['kind'], points: number): 'returned' | 'used' | 'takenFrom' {
  if (points > 0) return 'returned'
  return kind === 'spend' || kind === 'settle' ? 'used' : 'takenFrom'
}

function sharesOf(say: Say, { kind, shares }: EntryDetail): string[] {
  const inPoints = shares.filter(({ points }) => points !== 0)
  const debt = shares.reduce((sum, share) => sum - share.debt, 0)
  const lots = inPoints.map(({ lot, points }) => {
    const about = { lot: lotName(say, lot), points: pointsOf(say, points) }
    return lot.expiresOn === null
      ? say('lotForEver', about)
      : say('lotUntil', { ...about, day: lot.expiresOn })
  })
  const way = wayOf(kind, inPoints[0]?.points ?? 0)
  const list = { n: lots.length, lots: lots.join(say('join')) }
  return [
    lots.length > 0 && sentence(say, [say(way, list, lots.length)]),
    debt > 0 && sentence(say, [say('debt', { points: pointsOf(say, debt) })]),
  ].filter((text) => text !== false)
}

const left = ({ free, held, frozen }: LotRow): number => free + held + frozen

function othersOf(say: Say, { made, reverses, reversedBy, forgone }: EntryDetail): string[] {
  const later = reversedBy.map((entry) => named(say, entry)).join(say('join'))
  const isTouched = made !== null && left(made) !== made.points
  const ofLot = isTouched && { points: pointsOf(say, made.points), left: formatCount(left(made)) }
  return [
    forgone > 0 && say('forgone', { points: pointsOf(say, forgone) }),
    ofLot !== false && say('left', ofLot),
    reverses !== null && say('reverses', { entry: named(say, reverses) }),
    later !== '' && say('reversedBy', { entries: later }),
  ].flatMap((text) => (text === false ? [] : [sentence(say, [text])]))
}

function balancesOf(say: Say, entry: EntryDetail): string[] {
  const { points, pending, balanceAfter, pendingAfter } = entry
  const row = (key: string, change: number, after: number): string =>
    sentence(say, [
      say(key, {
        before: formatCount(after - change),
        change: change < 0 ? `− ${formatCount(-change)}` : `+ ${formatCount(change)}`,
        after: formatCount(after),
      }),
    ])
  return [
    ...(points === 0 ? [] : [row('balance', points, balanceAfter)]),
    ...(pending === 0 ? [] : [row('pendingBalance', pending, pendingAfter)]),
  ]
}

/** Why an entry has the number it has: what for, which lots, what became of it, the sum. */
export const whyEntry = (say: Say, entry: EntryDetail): string[] => [
  ...explain(say, entry),
  ...sharesOf(say, entry),
  ...othersOf(say, entry),
  ...balancesOf(say, entry),
]

/** Why somebody has so many points available: what came, what went, what is set aside, what ends next. */
export function whyBalance(say: Say, account: PointAccount): string[] {
  const { available, held, frozen, pending, debt, sums, expiries, valueFen } = account
  const { earned, returned, used, takenBack, expired } = sums
  const part = (name: string, n: number): string => say(`part.${name}`, { n: formatCount(n) })
  const added = Object.entries({ returned, debt }).filter(([, n]) => n > 0)
  const gone = Object.entries({ used, takenBack, expired, held, frozen }).filter(([, n]) => n > 0)
  const plus = added.reduce(
    (sum, [name, n]) => say('plus', { sum, part: part(name, n) }),
    part('earned', earned),
  )
  const sum = gone.reduce((sum, [name, n]) => say('minus', { sum, part: part(name, n) }), plus)
  const [next] = expiries
  const points = (n: number): string => pointsOf(say, n)
  return [
    sentence(say, [
      say('available', { available: formatCount(available), sum }),
      next !== undefined && say('expiring', { points: points(next.points), day: next.on }),
    ]),
    ...(available > 0 ? [sentence(say, [say('worth', { amount: formatFen(valueFen) })])] : []),
    ...(pending > 0 ? [sentence(say, [say('pending', { points: points(pending) })])] : []),
    ...(debt > 0 ? [sentence(say, [say('owed', { points: points(debt) })])] : []),
  ]
}

/** What a lot is of and everything that happened to it. */
export function whyLot(say: Say, lot: LotDetail): string[] {
  const steps = lot.history.flatMap(({ entry, points, debt, left }) => {
    const about = {
      day: entry.businessDate,
      what: say.business(entry.business),
      number: entry.businessId,
    }
    const isMade = entry.id === lot.entry.id
    const validity = lot.expiresOn === null ? say('forEver') : say('until', { day: lot.expiresOn })
    const made = { ...about, points: pointsOf(say, moved(entry)), validity }
    const paid = { ...about, points: pointsOf(say, debt), left: formatCount(left) }
    const step = { ...about, change: signed(points), left: formatCount(left - debt) }
    return [
      isMade && say('lotMade', made),
      !isMade && points !== 0 && say('lotStep', step),
      debt !== 0 && say('lotPaid', paid),
    ].filter((text) => text !== false)
  })
  const { free, held, frozen, isPending } = lot
  const now = { free: formatCount(free), held: formatCount(held), frozen: formatCount(frozen) }
  const state = isPending ? say('lotWaiting', { left: formatCount(left(lot)) }) : say('lotNow', now)
  return [...steps, state].map((text) => sentence(say, [text]))
}
