import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, ref, watch } from 'vue'
import { api } from '../../../api/client.ts'
import { toFailure } from '../../../api/failure.ts'
import { useFailureText } from '../../../composables/use-failure-text.ts'
import { readFields, toFields, type PointFields } from '../point-settings-fields.ts'

const KEY = ['point-settings']

/** The rules of points as they were typed; what is typed survives news of the server. */
export function usePointSettingsForm(onSaved: () => void) {
  const queries = useQueryClient()
  const textOf = useFailureText()
  const query = useQuery({ queryKey: KEY, queryFn: () => api.settings.points.query() })
  const fields = reactive<Partial<PointFields>>({})
  const wrong = ref<readonly (keyof PointFields)[]>([])
  const formError = ref('')
  const isBusy = ref(false)
  const saved = computed(() => query.data.value && toFields(query.data.value))
  const isSame = (a: object | undefined, b: object | undefined) =>
    JSON.stringify(a) === JSON.stringify(b)
  const isDirty = computed(() => saved.value !== undefined && !isSame(fields, saved.value))

  function reset(): void {
    Object.assign(fields, saved.value)
    wrong.value = []
    formError.value = ''
  }
  watch(
    saved,
    (next, former) => {
      if (next && (former === undefined || isSame(fields, former))) reset()
    },
    { immediate: true },
  )

  async function submit(): Promise<void> {
    if (isBusy.value || !query.data.value) return
    // Filled as soon as the rules are there, and shown no sooner.
    const read = readFields(fields as PointFields)
    wrong.value = 'wrong' in read ? read.wrong : []
    formError.value = ''
    if ('wrong' in read) return
    isBusy.value = true
    try {
      const { version } = query.data.value
      const { settings } = read
      const stored = await api.settings.updatePoints.mutate({ settings, version })
      Object.assign(fields, toFields(stored))
      queries.setQueryData(KEY, stored)
      onSaved()
    } catch (error) {
      formError.value = textOf(toFailure(error, Date.now()))
      await queries.invalidateQueries({ queryKey: KEY })
    } finally {
      isBusy.value = false
    }
  }

  return { query, fields, wrong, formError, isBusy, isDirty, reset, submit }
}
