import { formatFen } from '../../../ui/format.ts'
import { moved, pointsOf, sentence, type Say } from './say.ts'
import type { Explanation } from '../../../../../server/modules/points/points.contract.ts'
import type { EntryDetail } from '../../../../../server/modules/points/records.contract.ts'

type Of<K extends Explanation['kind']> = Extract<Explanation, { kind: K }>
const BASIS_POINTS = 10_000
const times = (bp: number): string => String(bp / BASIS_POINTS)

function validityOf(say: Say, { validity }: Of<'orderAward'>, entry: EntryDetail): string {
  const expiresOn = entry.made?.expiresOn
  if (expiresOn) return say('until', { day: expiresOn })
  switch (validity.kind) {
    case 'never':
      return say('forEver')
    case 'months':
      return say('months', { n: validity.months }, validity.months)
    case 'yearEnd':
      return validity.years === 0
        ? say('yearEnd')
        : say('yearEnds', { n: validity.years }, validity.years)
  }
}

type Lines = Of<'orderAward'>['lines']
const linesOf = (say: Say, lines: Lines): string[] =>
  lines.length < 2
    ? []
    : lines.map(({ lineNo, fen, points }) =>
        sentence(say, [
          say('line', { no: lineNo, amount: formatFen(fen), points: pointsOf(say, points) }),
        ]),
      )

/** What an order gave: the sum that can be checked by hand, when it can be used, until when. */
function award(say: Say, given: Of<'orderAward'>, entry: EntryDetail): string[] {
  const { orderNo, version, rateBp, factors, earningFen, lines, isPending } = given
  const { confirmAfterDays } = given
  const paidFen = lines.reduce((sum, { fen }) => sum + fen, 0)
  const exact = factors.reduce(
    (product, { bp }) => (product * bp) / BASIS_POINTS,
    ((earningFen / 100) * rateBp) / BASIS_POINTS,
  )
  const amount = moved(entry)
  const points = pointsOf(say, amount)
  const rate = times(rateBp)
  const product = factors.reduce(
    (text, { name, bp }) => say('factor', { product: text, name, times: times(bp) }),
    say('product', { amount: formatFen(earningFen), rate }),
  )
  const isRounded = Math.abs(exact - amount) > 1e-6
  const sum = {
    ...{ orderNo, version, product },
    points: isRounded ? say('rounded', { points }) : points,
  }
  const start = !isPending
    ? say('atOnce')
    : confirmAfterDays === 0
      ? say('onCompletion')
      : say('afterDays', { n: confirmAfterDays }, confirmAfterDays)
  const isOfPaid = lines.length > 0 && paidFen !== earningFen
  const first = isOfPaid
    ? say('awardOfPaid', { ...sum, paid: formatFen(paidFen) })
    : say('award', sum)
  return [sentence(say, [first, start, validityOf(say, given, entry)]), ...linesOf(say, lines)]
}

function confirmed(say: Say, { orderNo, completedOn, days }: Of<'confirmed'>, points: string) {
  const about = { orderNo, day: completedOn, points }
  const text =
    days === 0 ? say('confirmed', about) : say('confirmedAfter', { ...about, n: days }, days)
  return [sentence(say, [text])]
}

/** What the order names and was gone by then was not taken. */
function orderUse(say: Say, given: Of<'orderUse'>, entry: EntryDetail, points: string): string[] {
  const { orderNo, wanted } = given
  const uncovered = wanted - Math.abs(moved(entry))
  return [
    sentence(say, [say('orderUse', { orderNo, points })]),
    ...(uncovered > 0
      ? [sentence(say, [say('uncovered', { points: pointsOf(say, uncovered) })])]
      : []),
  ]
}

/** A refund takes back what an order gave, or gives back what it was paid with. */
function refund(say: Say, given: Of<'refund'>, entry: EntryDetail, points: string): string[] {
  const { orderNo, refundNo, refundedFen, lines, before, of } = given
  const way = moved(entry) > 0 ? 'Given' : 'Taken'
  const about = { orderNo, refundNo, amount: formatFen(refundedFen), points }
  const past = { of: pointsOf(say, of), before: pointsOf(say, before) }
  return [
    sentence(say, [say(`refund${way}`, about)]),
    ...linesOf(say, lines),
    sentence(say, [say(before === 0 ? `refundOf${way}` : `refundBefore${way}`, past)]),
  ]
}

/** By hand: a date that was moved and a freeze that was lifted change no points by themselves. */
function byHand(
  say: Say,
  { kind }: EntryDetail,
  about: { who: string; points: string },
  isAdded: boolean,
): string {
  if (kind === 'extend') return say('handMoved', about)
  if (kind === 'unfreeze' || kind === 'release') return say('handReleased', about)
  return say(isAdded ? 'handAdded' : 'handTaken', about)
}

/** What an entry was for, in sentences that staff can read to the member. */
export function explain(say: Say, entry: EntryDetail): string[] {
  const { explanation: given, actor, reason } = entry
  const isAdded = moved(entry) > 0
  const points = pointsOf(say, moved(entry))
  const about = { who: actor.name, points }
  const one = (text: string): string[] => [
    sentence(say, [reason === null ? text : say('withReason', { text, reason })]),
  ]
  const way = isAdded ? 'Added' : 'Taken'
  switch (given.kind) {
    case 'orderAward':
      return award(say, given, entry)
    case 'confirmed':
      return confirmed(say, given, points)
    case 'orderUse':
      return orderUse(say, given, entry, points)
    case 'refund':
      return refund(say, given, entry, points)
    case 'hold': {
      const { orderNo, amountFen, deductionFen } = given
      const amounts = { amount: formatFen(amountFen), deduction: formatFen(deductionFen) }
      return one(say('hold', { orderNo, ...amounts }))
    }
    case 'byHand':
      return one(byHand(say, entry, about, isAdded))
    case 'batch':
      return one(say(`batch${way}`, { ...about, batch: given.batchId }))
    case 'undone':
      return one(say(`undone${way}`, { ...about, batch: given.batchId }))
    case 'opening':
      return one(say('opening', { points, file: given.fileName, reference: given.reference }))
    case 'partner':
      return one(say(`partner${way}`, { points, partner: given.partner, text: given.text }))
    case 'expired':
      return one(say('expired', { day: given.asOf, points }))
    case 'timedOut':
      return one(say('timedOut', {}))
    case 'extended':
      return one(say('extended', { ...about, day: given.until, batch: given.batchId }))
    case 'reinstated':
      return one(say('reinstated', { ...about, day: given.expiredOn, batch: entry.batchId ?? '–' }))
  }
}
