import { useI18n } from 'vue-i18n'
import { useFailureText } from '../../../composables/use-failure-text.ts'
import type { FirstRun } from './use-first-run.ts'

/** The sentence below a field, or undefined where nothing is wrong with it. */
export function useErrorText({ errors, failure }: Pick<FirstRun, 'errors' | 'failure'>) {
  const { t } = useI18n({ useScope: 'global' })
  const failureText = useFailureText()
  return (field: string): string | undefined => {
    const code = errors.value[field]
    if (code === undefined) return undefined
    if (code !== 'refused') return t(`firstRun.errors.${code}`)
    return failure.value ? failureText(failure.value) : undefined
  }
}
