import { computed, reactive, ref, shallowRef } from 'vue'
import { toFailure, type Failure } from '../../api/failure.ts'
import { useSession } from '../../composables/use-session.ts'
import { lookAtPassword } from '../../ui/password-strength.ts'
import { resetPasswordProblem, type ResetProblem } from './reset-problem.ts'

/** A one-time code of an administrator and a new password, twice. `done` is called once it counts. */
export function useReset(username: () => string, done: () => void) {
  const session = useSession()
  const fields = reactive({ code: '', password: '', again: '' })
  const isBusy = ref(false)
  const isTried = ref(false)
  const failure = shallowRef<Failure>()
  /** The password that the server has looked at. */
  const judged = ref('')

  const faults = computed(() => failure.value?.fields?.['password'] ?? [])
  const problem = computed<ResetProblem | undefined>(() => {
    if (!isTried.value) return undefined
    const { isLongEnough, isFreeOfNames } = lookAtPassword(fields.password, [username()])
    return resetPasswordProblem(fields, isLongEnough && isFreeOfNames)
  })

  async function submit(): Promise<void> {
    isTried.value = true
    if (isBusy.value || problem.value) return
    isBusy.value = true
    failure.value = undefined
    try {
      await session.resetPassword({ code: fields.code, password: fields.password })
      done()
    } catch (error) {
      failure.value = toFailure(error, Date.now())
      judged.value = fields.password
    } finally {
      isBusy.value = false
    }
  }

  return { fields, isBusy, failure, faults, judged, problem, submit }
}
