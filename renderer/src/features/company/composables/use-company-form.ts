import { computed, reactive, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../../api/client.ts'
import { toFailure } from '../../../api/failure.ts'
import { useFailureText } from '../../../composables/use-failure-text.ts'
import { company } from '../../../../../server/modules/settings/settings.contract.ts'
import type { Company } from '../../../../../server/modules/settings/settings.contract.ts'

/** Name and zone as they were typed. `saved` is what the server holds; what is typed survives its news. */
export function useCompanyForm(saved: () => Company | undefined, onSaved: () => Promise<unknown>) {
  const { t } = useI18n()
  const textOf = useFailureText()
  const fields = reactive({ name: '', timeZone: '' })
  const errors = reactive<{ name?: string; timeZone?: string; form?: string }>({})
  const isBusy = ref(false)
  const isDirty = computed(
    () =>
      fields.name.trim() !== (saved()?.name ?? '') || fields.timeZone !== (saved()?.timeZone ?? ''),
  )
  const clear = (): void =>
    void Object.assign(errors, { name: undefined, timeZone: undefined, form: undefined })

  function reset(): void {
    Object.assign(fields, { name: saved()?.name ?? '', timeZone: saved()?.timeZone ?? '' })
    clear()
  }
  watch(
    saved,
    (next, former) => {
      const wasClean =
        fields.name === (former?.name ?? '') && fields.timeZone === (former?.timeZone ?? '')
      if (next && wasClean) reset()
    },
    { immediate: true },
  )

  function isFilledIn(): boolean {
    clear()
    const { shape } = company
    if (!fields.name.trim()) errors.name = t('company.nameMissing')
    else if (!shape.name.safeParse(fields.name).success) errors.name = t('company.nameTooLong')
    if (!shape.timeZone.safeParse(fields.timeZone).success) {
      errors.timeZone = t('company.timeZoneMissing')
    }
    return !errors.name && !errors.timeZone
  }

  async function submit(): Promise<void> {
    if (isBusy.value || !isFilledIn()) return
    isBusy.value = true
    try {
      await api.settings.updateCompany.mutate({ ...fields, name: fields.name.trim() })
      fields.name = fields.name.trim()
      await onSaved()
    } catch (error) {
      errors.form = textOf(toFailure(error, Date.now()))
    } finally {
      isBusy.value = false
    }
  }

  return { fields, errors, isBusy, isDirty, reset, submit }
}
