import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { formatCount } from '../../../ui/format.ts'
import { totalsDifference } from '../../../../../server/modules/imports/imports.contract.ts'
import { isStated, needsReason, readStated, type StatedText } from '../stated-totals.ts'
import type { BookedPoints } from '../../../../../server/modules/imports/imports.contract.ts'

/** What is typed as the totals of the old system, beside what a check found. */
export function useStatedTotals(
  text: Readonly<Ref<StatedText>>,
  booked: () => BookedPoints | undefined,
) {
  const { t } = useI18n()
  const stated = computed(() => readStated(text.value))
  /** Totals that are no numbers are neither equal nor different. */
  const isUnclear = computed(() => booked() !== undefined && stated.value === undefined)
  /** What goes with the start of the import. */
  const toSend = computed(() =>
    booked() && stated.value && isStated(stated.value) ? { stated: stated.value } : {},
  )
  /** What differs, in words; empty where nothing does. */
  const differences = computed(() => {
    const found = booked()
    if (!found || !stated.value || !needsReason(stated.value, found)) return ''
    const by = totalsDifference(stated.value, found)
    return (['points', 'members'] as const)
      .filter((total) => by[total] !== null && by[total] !== 0)
      .map((total) => {
        const more = by[total] ?? 0
        const count = formatCount(Math.abs(more))
        return t('imports.booked.difference', {
          name: t(`imports.booked.${total}`),
          text: t(`imports.booked.${more > 0 ? 'more' : 'fewer'}`, { count }),
        })
      })
      .join(t('ui.listSeparator'))
  })
  return { toSend, isUnclear, differences }
}
