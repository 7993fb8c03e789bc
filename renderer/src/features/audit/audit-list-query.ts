import { z } from 'zod'
import { listAuditInput } from '../../../../server/modules/audit/audit.contract.ts'
import { PERIODS, rangeOf } from './audit-period.ts'
import type {
  AuditFilter,
  ListAuditInput,
} from '../../../../server/modules/audit/audit.contract.ts'

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => !Number.isNaN(Date.parse(text)))

/**
 * What the page's address asks. It names the period and not its instants: "today" in a link that was sent
 * is the reader's today. `first` and `last` are the days of a period that was chosen.
 */
export const auditListQuery = listAuditInput.omit({ from: true, to: true }).extend({
  period: z.enum(PERIODS).optional(),
  first: date.optional(),
  last: date.optional(),
})
export type AuditListQuery = z.infer<typeof auditListQuery>

/** The instants that a period means now, in the zone of the business. */
function boundsOf({ period, first, last }: AuditListQuery, timeZone: string) {
  return rangeOf(period, { first, last, nowMs: Date.now(), timeZone })
}

/** The question as the server is asked it. */
export function toListInput(query: AuditListQuery, timeZone: string): ListAuditInput {
  const { period: _period, first: _first, last: _last, ...input } = query
  return { ...input, ...boundsOf(query, timeZone) }
}

/** The same conditions without page and order, for an export. */
export function toFilter(query: AuditListQuery, timeZone: string): AuditFilter {
  const {
    pageNo: _no,
    pageSize: _size,
    sort: _sort,
    order: _order,
    ...filter
  } = toListInput(query, timeZone)
  return filter
}
