import { useI18n } from 'vue-i18n'
import { failureText, toFailure } from '../api/failure.ts'
import { usePreferences } from './use-preferences.ts'

/** Makes a sentence in the reader's language of whatever a request was refused or broken by. */
export function useFailureText(): (error: unknown) => string {
  const { t } = useI18n({ useScope: 'global' })
  const preferences = usePreferences()
  return (error) =>
    failureText(toFailure(error, Date.now()), preferences.language, (key, params) => t(key, params))
}
