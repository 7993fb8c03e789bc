import { useI18n } from 'vue-i18n'
import { usePreferences } from '../../../composables/use-preferences.ts'
import { formatCount } from '../../../ui/format.ts'
import { errorText, isErrorCode } from '../../../../../server/contract/errors.ts'
import type { OpenEventRow } from '../../../../../server/modules/order-events/open-events.contract.ts'

const HOUR_MS = 3_600_000

/** Order events in the reader's words. */
export function useEventWords() {
  const { t } = useI18n({ useScope: 'global' })
  const preferences = usePreferences()

  /** What is wrong, in a sentence. */
  function whyText({ problem, refusal, kind, shortPoints }: OpenEventRow): string {
    if (problem === 'parked') return t('orderEvents.why.parked')
    if (refusal) {
      const { code, params } = refusal
      return isErrorCode(code) ? errorText(code, preferences.language, params) : code
    }
    const key = kind === 'paid' ? 'used' : 'takenBack'
    return t(`orderEvents.why.${key}`, { points: formatCount(shortPoints) })
  }
  /** How long it waits, in whole hours and from two days on in days. */
  function waitsText({ waitsMs }: Pick<OpenEventRow, 'waitsMs'>): string {
    if (waitsMs === null) return t('orderEvents.none')
    const hours = Math.floor(waitsMs / HOUR_MS)
    const days = Math.floor(hours / 24)
    return days >= 2
      ? t('orderEvents.waits.days', { n: formatCount(days) }, days)
      : t('orderEvents.waits.hours', { n: hours }, hours)
  }
  return { whyText, waitsText }
}
