import { addDays, addMonths } from '../../contract/dates.ts'
import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { VALIDITY_MONTHS_MAX } from '../settings/point-settings.contract.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { needsApproval, todayOf, valueOf } from './change-terms.ts'
import { iterateDayItems, type DayItem } from './day-items.sql.ts'
import { keyOf } from './give-by-hand.ts'
import { insertItems } from './item.sql.ts'
import { makeBatch } from './make-batch.ts'
import type {
  CreateDayBatchInput,
  DayBatchPreview,
  DayBatchPreviewInput,
  MadeBatch,
} from './point-changes.contract.ts'

const untilMaxOf = (ctx: Ctx): string => addMonths(todayOf(ctx), VALIDITY_MONTHS_MAX)

/** Points are taken off on the day after their last one. */
const lastDayAt = ({ kind }: Pick<DayBatchPreviewInput, 'kind'>, at: string | null) =>
  at === null || kind === 'extend' ? at : addDays(at, -1)

/** What was found, counted page by page. */
class Cost {
  readonly #members = new Set<number>()
  items = 0
  total = 0
  firstAt: string | null = null
  lastAt: string | null = null

  add(page: readonly DayItem[]): void {
    for (const { memberId, points } of page) {
      this.#members.add(memberId)
      this.total += points
    }
    this.items += page.length
    this.firstAt ??= page[0]?.day ?? null
    this.lastAt = page.at(-1)?.day ?? this.lastAt
  }

  get members(): number {
    return this.#members.size
  }
}

/** What extending or reinstating would come to now. Changes nothing. */
export async function previewDayBatch(
  ctx: Ctx,
  input: DayBatchPreviewInput,
): Promise<DayBatchPreview> {
  const settings = await getPointSettings(ctx)
  const cost = new Cost()
  for await (const page of iterateDayItems(ctx, input)) cost.add(page)
  const { members, items, total, firstAt, lastAt } = cost
  return {
    ...{ members, items, total, valueFen: valueOf(settings, total) },
    needsApproval: needsApproval(settings, total),
    ...{ firstDay: lastDayAt(input, firstAt), lastDay: lastDayAt(input, lastAt) },
    ...{ today: todayOf(ctx), untilMax: untilMaxOf(ctx) },
  }
}

/**
 * Makes a batch that moves the last day of every lot that ends in a range, or gives back what expired after the
 * days of one. What is in it and with how many points is fixed here. More than the setting allows waits for a
 * second person; otherwise it begins at once.
 * @throws AppError DATE_PAST, DATE_TOO_FAR, BATCH_EMPTY, KEY_REUSED
 */
export async function createDayBatch(ctx: Ctx, input: CreateDayBatchInput): Promise<MadeBatch> {
  const { kind, fromDay, toDay, untilDay, storeId, reason } = input
  const key = keyOf(ctx, 'days', input)
  const cost = new Cost()
  const note = async (id: string) => {
    const max = untilMaxOf(ctx)
    if (untilDay < todayOf(ctx)) throw new AppError('DATE_PAST')
    if (untilDay > max) throw new AppError('DATE_TOO_FAR', { max })
    for await (const page of iterateDayItems(ctx, input)) {
      await inTransaction(ctx, (ctx) => insertItems(ctx, id, page))
      cost.add(page)
    }
    return cost.members
  }
  return makeBatch(ctx, key, note, (_ctx, { id, memberCount }) =>
    Promise.resolve({
      ...{ id, kind, key, memberCount, reason, fromDay, toDay, storeId },
      ...{ points: 0, expiresOn: untilDay, total: cost.total },
      ...{ itemCount: cost.items, doneItems: 0 },
    }),
  )
}
