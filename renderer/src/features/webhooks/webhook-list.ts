import { z } from 'zod'
import { pageInput } from '../../../../server/contract/pagination.ts'
import type { WebhookRow } from '../../../../server/modules/webhooks/webhooks.contract.ts'

/** The list is short and sent whole, the oldest first. */
export const listWebhooksInput = pageInput.extend({
  sort: z.enum(['createdAt']).default('createdAt'),
  order: z.enum(['asc']).default('asc'),
})

/** The page that is asked for. */
export function pickWebhooks(
  rows: readonly WebhookRow[],
  { pageNo, pageSize }: { readonly pageNo: number; readonly pageSize: number },
) {
  const first = (pageNo - 1) * pageSize
  return { list: rows.slice(first, first + pageSize), total: rows.length }
}

type Health = 'ok' | 'failing' | 'unused' | 'off' | 'gone'

/** How an endpoint fares: off, or by what came last. */
export function healthOf(row: WebhookRow): Health {
  if (!row.isActive) return row.disabledReason === 'gone' ? 'gone' : 'off'
  if (row.lastSuccessAt === null && row.lastFailureAt === null) return 'unused'
  return (row.lastFailureAt ?? 0) > (row.lastSuccessAt ?? 0) ? 'failing' : 'ok'
}

export const TONES = {
  ok: 'ok',
  failing: 'warn',
  unused: 'neutral',
  off: 'neutral',
  gone: 'bad',
} as const satisfies Readonly<Record<Health, string>>
