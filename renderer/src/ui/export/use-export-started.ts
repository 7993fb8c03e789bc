import { useI18n } from 'vue-i18n'
import { useToast } from '../../composables/use-toast.ts'

/** Says that an export has begun, and where its file will be. */
export function useExportStarted(): (job: { readonly id: string }) => void {
  const { t } = useI18n({ useScope: 'global' })
  const toast = useToast()
  return ({ id }) =>
    toast.done(t('ui.export.started'), {
      label: t('ui.export.job'),
      to: { path: '/jobs', query: { job: id } },
    })
}
