import { computed, reactive, ref, shallowRef } from 'vue'
import { toFailure, type Failure } from '../../../api/failure.ts'
import { useSession } from '../../../composables/use-session.ts'
import { checkStep, stepOf, toInput, type StepErrors } from '../check-step.ts'
import { STEPS, newDraft, type Step } from '../first-run-draft.ts'

/** Codes of the server that belong to a field of the form. */
const FIELD_OF: Readonly<Record<string, string>> = {
  FIRST_RUN_TOKEN_WRONG: 'token',
  PASSWORD_WEAK: 'password',
  USERNAME_TAKEN: 'username',
}

/** The wizard: what was typed, which step is shown, and the one request at the end. */
export function useFirstRun() {
  const session = useSession()
  const draft = reactive(newDraft())
  const step = ref<Step>('home')
  const errors = ref<StepErrors>({})
  const failure = shallowRef<Failure>()
  const isBusy = ref(false)
  /** The password that the server has looked at. */
  const judged = ref('')

  const index = computed(() => STEPS.indexOf(step.value))
  const needsToken = computed(() => session.state?.firstRun.needsToken === true)
  const passwordFaults = computed(() => failure.value?.fields?.['password'] ?? [])

  function goTo(next: Step): void {
    errors.value = {}
    step.value = next
  }
  function back(): void {
    const former = STEPS[index.value - 1]
    if (former) goTo(former)
  }
  /** Goes on where nothing is wrong. @returns whether it did */
  function next(): boolean {
    errors.value = checkStep(step.value, draft, needsToken.value)
    const following = STEPS[index.value + 1]
    if (Object.keys(errors.value).length > 0 || !following) return false
    step.value = following
    return true
  }

  /** Shows what the server refuses at the field that it is about. */
  function show(refused: Failure): void {
    failure.value = refused
    const field = FIELD_OF[refused.code] ?? Object.keys(refused.fields ?? {})[0]
    if (field === undefined) return
    step.value = stepOf(field)
    errors.value = { [field.replace(/^presets\./, '')]: 'refused' }
  }

  async function finish(): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    failure.value = undefined
    try {
      await session.runFirst(toInput(draft))
    } catch (error) {
      judged.value = draft.administrator.password
      const refused = toFailure(error, Date.now())
      show(refused)
      // Somebody else was first, or the account exists and only the sign-in failed: both sign in.
      if (refused.code === 'FIRST_RUN_DONE') await session.load()
    } finally {
      isBusy.value = false
    }
  }

  return {
    draft,
    step,
    index,
    errors,
    failure,
    isBusy,
    judged,
    needsToken,
    passwordFaults,
    goTo,
    back,
    next,
    finish,
  }
}
export type FirstRun = ReturnType<typeof useFirstRun>
