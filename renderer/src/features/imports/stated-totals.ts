import {
  differs,
  totalsDifference,
  type BookedPoints,
  type StatedTotals,
} from '../../../../server/modules/imports/imports.contract.ts'

/** What is typed as the totals of the old system. */
export interface StatedText {
  points: string
  members: string
}

const WHOLE = /^(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})$/

/** A total as people write it: `1,250`; null where nothing is written, undefined where it is no whole number. */
export function readTotal(text: string): number | null | undefined {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '')
  if (plain === '') return null
  return WHOLE.test(plain) ? Number(plain.replaceAll(',', '')) : undefined
}

/** Both totals; undefined while one of them makes no sense. */
export function readStated({ points, members }: StatedText): StatedTotals | undefined {
  const [first, second] = [readTotal(points), readTotal(members)]
  return first === undefined || second === undefined
    ? undefined
    : { points: first, members: second }
}

/** Is anything stated, so that there is something to compare? */
export const isStated = ({ points, members }: StatedTotals): boolean =>
  points !== null || members !== null

/** An import begins as it is only where nothing that was stated differs. */
export const needsReason = (stated: StatedTotals, booked: BookedPoints): boolean =>
  differs(totalsDifference(stated, booked))
