import { useI18n } from 'vue-i18n'

/** The short name of a reason why rows of a file were left out; a code of a newer server for itself. */
export function useRefusalReason(): (code: string) => string {
  const { t, te } = useI18n({ useScope: 'global' })
  return (code) => (te(`imports.reasons.${code}`) ? t(`imports.reasons.${code}`) : code)
}
