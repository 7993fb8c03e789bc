import { useI18n } from 'vue-i18n'
import { failureText, type Failure } from '../api/failure.ts'
import { usePreferences } from './use-preferences.ts'

/** The sentence for a failure, in the reader's language. */
export function useFailureText(): (failure: Pick<Failure, 'code' | 'params'>) => string {
  const { t } = useI18n({ useScope: 'global' })
  const preferences = usePreferences()
  return (failure) =>
    failureText(failure, preferences.language, (key, params) => t(key, { ...params }))
}
