import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { expiryOf } from '../points/points.service.ts'
import type { PointSettings } from '../settings/point-settings.contract.ts'

type Now = Pick<Ctx, 'zone' | 'clock'>

/** The business date of this moment. */
export const todayOf = ({ zone, clock }: Now): string => businessDateOf(zone, clock.now())

/** Do so many points wait for a second person? */
export const needsApproval = (
  { approvalAbove }: Pick<PointSettings, 'approvalAbove'>,
  total: number,
): boolean => approvalAbove !== null && Math.abs(total) > approvalAbove

/** What points are worth when an order is paid, in fen. */
export const valueOf = ({ deduction }: Pick<PointSettings, 'deduction'>, points: number): number =>
  Math.round((points * 100) / deduction.pointsForOneYuan)

/**
 * Last day of points that are given today: as it was asked for, else by the setting; debits have none.
 * @throws AppError DATE_PAST
 */
export function lastDayOf(
  now: Now,
  { award }: Pick<PointSettings, 'award'>,
  asked: { readonly points: number; readonly expiresOn?: string | null | undefined },
): string | null {
  if (asked.points < 0) return null
  if (asked.expiresOn === undefined) return expiryOf(todayOf(now), award.validity)
  if (asked.expiresOn !== null && asked.expiresOn < todayOf(now)) throw new AppError('DATE_PAST')
  return asked.expiresOn
}
