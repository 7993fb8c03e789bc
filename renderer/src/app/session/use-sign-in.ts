import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { toFailure, type Failure } from '../../api/failure.ts'
import { useCountdown } from '../../composables/use-countdown.ts'
import { useSession } from '../../composables/use-session.ts'
import { signInInput } from '../../../../server/modules/staff/staff.contract.ts'
import { forgetUsername, rememberUsername, rememberedUsername } from './remembered-username.ts'

const CODE_ANSWERS = ['CODE_REQUIRED', 'WRONG_CODE']

/** Account and password, then the code where the account asks for one. */
export function useSignIn() {
  const session = useSession()
  const remembered = rememberedUsername()
  const fields = reactive({ username: remembered, password: '', code: '' })
  const isRemembered = ref(remembered !== '')
  const isBusy = ref(false)
  const needsCode = ref(false)
  const failure = shallowRef<Failure>()
  const isTried = ref(false)

  const missing = computed(() => ({
    username: isTried.value && fields.username.trim() === '',
    password: isTried.value && fields.password === '',
  }))
  const lockedUntilMs = computed(() => {
    const seconds = failure.value?.params['retryAfterSeconds']
    if (!failure.value || typeof seconds !== 'number') return undefined
    return failure.value.atMs + seconds * 1000
  })
  const lockedSeconds = useCountdown(lockedUntilMs)
  const isLocked = computed(() => (lockedSeconds.value ?? 0) > 0)

  // Another account or password is another question: neither lock nor code of the former one holds.
  watch([() => fields.username, () => fields.password], ([username], [former]) => {
    if (username !== former || failure.value?.code === 'WRONG_CREDENTIALS') {
      failure.value = undefined
    }
    needsCode.value = false
    fields.code = ''
  })
  watch(lockedSeconds, (seconds) => {
    if (seconds === 0) failure.value = undefined
  })

  function keepUsername(): void {
    if (isRemembered.value) rememberUsername(fields.username.trim())
    else forgetUsername()
  }

  async function send(): Promise<void> {
    const input = signInInput.safeParse({
      username: fields.username,
      password: fields.password,
      ...(needsCode.value ? { code: fields.code } : {}),
    })
    if (!input.success) {
      // What cannot be a name is nobody's name, and half a code is a wrong one.
      const code = needsCode.value && fields.code.length < 6 ? 'WRONG_CODE' : 'WRONG_CREDENTIALS'
      failure.value = {
        code,
        params: {},
        requestId: undefined,
        isTemporary: false,
        atMs: Date.now(),
      }
      return
    }
    await session.signIn(input.data)
    keepUsername()
    if (!session.me) failure.value = session.failure
  }

  async function submit(): Promise<void> {
    isTried.value = true
    if (isBusy.value || isLocked.value || missing.value.username || missing.value.password) return
    isBusy.value = true
    failure.value = undefined
    try {
      await send()
    } catch (error) {
      failure.value = toFailure(error, Date.now())
      if (CODE_ANSWERS.includes(failure.value.code)) needsCode.value = true
    } finally {
      if (failure.value?.code === 'WRONG_CODE') fields.code = ''
      isBusy.value = false
    }
  }

  return {
    fields,
    isRemembered,
    isBusy,
    needsCode,
    failure,
    missing,
    lockedSeconds,
    isLocked,
    submit,
  }
}
