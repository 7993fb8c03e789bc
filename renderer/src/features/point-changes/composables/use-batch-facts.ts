import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useBusinessZone } from '../../../composables/use-business-zone.ts'
import { useStoreOptions } from '../../../composables/use-store-options.ts'
import { formatCount, formatDateTime, formatFen } from '../../../ui/format.ts'
import { daysText, signed } from '../batch-state.ts'
import type { BatchDetail } from '../../../../../server/modules/point-changes/point-changes.contract.ts'

type Fact = readonly [label: string, value: string]

/** What a batch says of itself, line by line. */
export function useBatchFacts(batch: () => BatchDetail | undefined) {
  const { t } = useI18n()
  const zone = useBusinessZone()
  const stores = useStoreOptions()
  const time = (atMs: number) => formatDateTime(atMs, zone.value)

  /** What each gets; or which days it is about, and how many lots or entries that are. */
  function what(one: BatchDetail): Fact[] {
    const { itemCount, fromDay, toDay, storeId } = one
    const until = one.expiresOn ?? t('pointChanges.validity.never')
    if (itemCount === null) {
      const isGiven = one.kind === 'adjust' && one.points > 0
      return [
        [t('pointChanges.cost.each'), signed(one.points, formatCount)],
        ...(isGiven ? [[t('pointChanges.validity.label'), until] as const] : []),
      ]
    }
    const items: Fact = [
      t(`pointChanges.days.items.${one.kind === 'extend' ? 'extend' : 'reinstate'}`),
      t('pointChanges.days.itemsDone', {
        count: formatCount(itemCount),
        done: formatCount(one.doneItems ?? 0),
      }),
    ]
    if (fromDay === null || toDay === null) return [items]
    return [
      [t('pointChanges.days.before'), daysText(fromDay, toDay)],
      [t('pointChanges.days.after'), until],
      ...(storeId === null
        ? []
        : [[t('pointChanges.days.store'), stores.nameOf(storeId)] as const]),
      items,
    ]
  }
  return computed((): readonly Fact[] => {
    const one = batch()
    if (!one) return []
    // A day that is moved adds no points.
    const sign = (value: number) =>
      one.kind === 'extend' ? formatCount(value) : signed(value, formatCount)
    const changed = one.kind === 'extend' ? 'movedTotal' : 'doneTotal'
    return [
      ...what(one),
      [t('pointChanges.cost.members'), formatCount(one.memberCount)],
      [t('pointChanges.cost.total'), sign(one.total)],
      [t('pointChanges.cost.value'), formatFen(one.valueFen)],
      [t('pointChanges.batch.by'), `${one.createdBy} · ${time(one.createdAt)}`],
      ...(one.decidedBy === null || one.decidedAt === null
        ? []
        : [
            [
              t('pointChanges.batch.decidedBy'),
              `${one.decidedBy} · ${time(one.decidedAt)}`,
            ] as const,
          ]),
      ...(one.decision === null ? [] : [[t('pointChanges.batch.decision'), one.decision] as const]),
      [t('pointChanges.batch.done'), formatCount(one.doneCount)],
      [t('pointChanges.batch.refused'), formatCount(one.refusedCount)],
      [t(`pointChanges.batch.${changed}`), sign(one.doneTotal)],
      [t('pointChanges.batch.id'), one.id],
    ]
  })
}
