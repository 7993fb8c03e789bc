import { useI18n } from 'vue-i18n'
import { errorText, isErrorCode, type ErrorParams } from '../../../../../server/contract/errors.ts'
import { usePreferences } from '../../../composables/use-preferences.ts'
import { formatCount, formatFen } from '../../../ui/format.ts'
import { needsFieldName } from '../import-result.ts'
import type { ImportTotals } from '../../../../../server/modules/imports/imports.contract.ts'

/** Imports in the reader's words. */
export function useImportWords() {
  const { t, te } = useI18n({ useScope: 'global' })
  const preferences = usePreferences()

  /** A field by its name; one of a newer server by its code. */
  const fieldText = (field: string): string =>
    te(`imports.fields.${field}`) ? t(`imports.fields.${field}`) : field

  /** The sentence of a refusal; fields in it are called by their names. */
  function codeText(code: string, params: ErrorParams = {}): string {
    if (!isErrorCode(code)) return code
    const { field } = params
    const named = typeof field === 'string' ? { ...params, field: fieldText(field) } : params
    return errorText(code, preferences.language, named)
  }

  /** Why a row was left out, with the name of the cell where the sentence does not say it. */
  function reasonText(code: string, params: ErrorParams, field: string | null): string {
    const text = codeText(code, params)
    if (field === null || !needsFieldName(code)) return text
    return t('imports.result.fieldReason', { field: fieldText(field), text })
  }

  const measureText = (measure: keyof ImportTotals, value: number): string =>
    measure === 'amountFen' ? formatFen(value) : formatCount(value)

  return { fieldText, codeText, reasonText, measureText }
}
