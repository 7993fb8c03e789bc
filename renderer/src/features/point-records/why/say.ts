import { formatCount } from '../../../ui/format.ts'
import type { EntryBrief } from '../../../../../server/modules/points/records.contract.ts'
import type { PointBusiness } from '../../../../../server/modules/points/points.contract.ts'

type Params = Readonly<Record<string, string | number>>

/** Sentences in one language: those of "Why?" by key, and what points are for. */
export interface Say {
  (key: string, params?: Params, count?: number): string
  readonly business: (name: PointBusiness) => string
}

/** `+30`, `−30`. */
export const signed = (points: number): string =>
  points > 0 ? `+${formatCount(points)}` : formatCount(points)

/** A number of points in words, without a sign. */
export const pointsOf = (say: Say, points: number): string =>
  say('points', { n: formatCount(Math.abs(points)) }, Math.abs(points))

/** What an entry moved: usable points, or those to come. */
export const moved = ({ points, pending }: Pick<EntryBrief, 'points' | 'pending'>): number =>
  points === 0 ? pending : points

/** Parts of one sentence, with its end. */
export const sentence = (say: Say, parts: readonly (string | false)[]): string =>
  parts.filter((part) => part !== false && part !== '').join(say('then')) + say('end')

/** An entry as another one names it. */
export const named = (say: Say, entry: EntryBrief): string =>
  say('entry', {
    day: entry.businessDate,
    what: say.business(entry.business),
    number: entry.businessId,
    change: signed(moved(entry)),
  })
