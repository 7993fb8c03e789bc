import { z } from 'zod'
import { isDay } from '../../../../server/contract/dates.ts'

const POINTS_MAX = 2_000_000_000

/** Thousands may be written with commas, as they are shown. */
export const amount = z
  .string()
  .trim()
  .min(1)
  .regex(/^\d[\d,]*$/)
  .transform((text) => Number(text.replaceAll(',', '')))
  .pipe(z.int().min(1).max(POINTS_MAX))

/** A change of points as a dialog asks for it. The day is asked for only where it is chosen. */
export const changeForm = z
  .object({
    direction: z.enum(['add', 'take']),
    amount,
    validity: z.enum(['rule', 'never', 'day']),
    day: z.string(),
    reason: z.string().trim().min(2).max(200),
  })
  .refine(
    ({ direction, validity, day }) => direction === 'take' || validity !== 'day' || isDay(day),
    { path: ['day'] },
  )
export type ChangeForm = z.infer<typeof changeForm>

export const EMPTY_CHANGE = {
  direction: 'add' as ChangeForm['direction'],
  amount: '',
  validity: 'rule' as ChangeForm['validity'],
  day: '',
  reason: '',
}
export type ChangeValues = typeof EMPTY_CHANGE

/** All points of something or some of them, with a reason. */
export const extentForm = z
  .object({
    extent: z.enum(['all', 'some']),
    amount: z.string(),
    reason: z.string().trim().min(2).max(200),
  })
  .refine(({ extent, amount: text }) => extent === 'all' || amount.safeParse(text).success, {
    path: ['amount'],
  })
export const EMPTY_EXTENT = { extent: 'all' as 'all' | 'some', amount: '', reason: '' }

/** Points of an extent as the server is asked for them: null is all; undefined while they are none. */
export function pointsOfExtent({
  extent,
  amount: text,
}: Pick<typeof EMPTY_EXTENT, 'extent' | 'amount'>): number | null | undefined {
  return extent === 'all' ? null : amount.safeParse(text).data
}

/** What a form asks the server for: points with their sign, and a day only where one was chosen. */
export function wishOf({ direction, amount, validity, day, reason }: ChangeForm) {
  const points = direction === 'add' ? amount : -amount
  if (direction === 'take' || validity === 'rule') return { points, reason }
  return { points, reason, expiresOn: validity === 'never' ? null : day }
}

/** Points with their sign as they stand in the form; undefined while they are none. */
export function pointsOf({
  direction,
  amount: text,
}: Pick<ChangeValues, 'direction' | 'amount'>): number | undefined {
  const { data } = amount.safeParse(text)
  if (data === undefined) return undefined
  return direction === 'add' ? data : -data
}

/** What is available after a change: what is owed is paid first. */
export function availableAfter(
  { available, debt }: { readonly available: number; readonly debt: number },
  points: number,
): number {
  return points > 0 ? available + Math.max(0, points - debt) : available + points
}

/** Does a change wait for a second person? */
export const needsApproval = (approvalAbove: number | null, points: number): boolean =>
  approvalAbove !== null && Math.abs(points) > approvalAbove
