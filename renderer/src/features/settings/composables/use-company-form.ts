import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { api } from '../../../api/client.ts'
import { toFailure, type Failure } from '../../../api/failure.ts'
import { useUnsavedGuard } from '../../../composables/use-unsaved-guard.ts'
import { company } from '../../../../../server/modules/settings/settings.contract.ts'

/** Name and time zone of the company: what is stored, what is typed, and whether they differ. */
export function useCompanyForm(name: () => string) {
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => api.settings.get.query(undefined, { signal }),
  })
  const fields = reactive({ name: '', timeZone: 'Asia/Shanghai' })
  const isBusy = ref(false)
  const isSaved = ref(false)
  const isTried = ref(false)
  const failure = shallowRef<Failure>()

  const stored = computed(() => query.data.value?.company)
  const isDirty = computed(
    () =>
      stored.value !== undefined &&
      (fields.name.trim() !== (stored.value?.name ?? '') ||
        fields.timeZone !== (stored.value?.timeZone ?? 'Asia/Shanghai')),
  )
  useUnsavedGuard(isDirty, name)

  const reset = (): void => void Object.assign(fields, stored.value ?? {})
  // What comes from the server replaces what was read before, not what was typed.
  watch(
    stored,
    (now, former) => {
      const isUntouched = former === undefined || fields.name === (former?.name ?? '')
      if (now && isUntouched) reset()
    },
    { immediate: true },
  )
  watch(fields, () => (isSaved.value = false))

  const isNameWrong = computed(
    () => isTried.value && !company.shape.name.safeParse(fields.name).success,
  )

  async function save(): Promise<void> {
    isTried.value = true
    const input = company.safeParse(fields)
    if (isBusy.value || !input.success) return
    isBusy.value = true
    failure.value = undefined
    try {
      await api.settings.updateCompany.mutate(input.data)
      await queries.invalidateQueries({ queryKey: ['settings'] })
      reset()
      isTried.value = false
      isSaved.value = true
    } catch (error) {
      failure.value = toFailure(error, Date.now())
    } finally {
      isBusy.value = false
    }
  }

  return { query, fields, isBusy, isSaved, isDirty, isNameWrong, failure, save, reset }
}
