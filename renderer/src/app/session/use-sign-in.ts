import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { toFailure, type Failure } from '../../api/failure.ts'
import { useCountdown } from '../../composables/use-countdown.ts'
import { useSession } from '../../composables/use-session.ts'
import { forgetUsername, rememberUsername, rememberedUsername } from './remembered-username.ts'
import { readSignIn } from './read-sign-in.ts'

const CODE_ANSWERS = ['CODE_REQUIRED', 'WRONG_CODE']

/** Whole seconds until the account takes a password again; undefined where it does. */
function useLock(failure: () => Failure | undefined) {
  const untilMs = computed(() => {
    const seconds = failure()?.params['retryAfterSeconds']
    return typeof seconds === 'number' ? (failure()?.atMs ?? 0) + seconds * 1000 : undefined
  })
  return useCountdown(untilMs)
}

/** Account and password, then the code where the account asks for one. `username` was typed before. */
export function useSignIn(username: string) {
  const session = useSession()
  const remembered = rememberedUsername()
  const fields = reactive({ username: username || remembered, password: '', code: '' })
  const isRemembered = ref(remembered !== '')
  const isBusy = ref(false)
  const needsCode = ref(false)
  const isTried = ref(false)
  const failure = shallowRef<Failure>()
  const lockedSeconds = useLock(() => failure.value)
  const isLocked = computed(() => (lockedSeconds.value ?? 0) > 0)
  const missing = computed(() => ({
    username: isTried.value && fields.username.trim() === '',
    password: isTried.value && fields.password === '',
  }))

  // Another account or password is another question: neither lock nor code of the former one holds.
  watch([() => fields.username, () => fields.password], ([username], [former]) => {
    const isOver = username !== former || failure.value?.code === 'WRONG_CREDENTIALS'
    if (isOver) failure.value = undefined
    needsCode.value = false
    fields.code = ''
  })
  watch(lockedSeconds, (seconds) => {
    if (seconds === 0) failure.value = undefined
  })

  async function send(): Promise<void> {
    const read = readSignIn(fields, needsCode.value)
    if ('failure' in read) {
      failure.value = read.failure
      return
    }
    await session.signIn(read.input)
    if (isRemembered.value) rememberUsername(fields.username.trim())
    else forgetUsername()
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
      isBusy.value = false
    }
    if (failure.value?.code === 'WRONG_CODE') fields.code = ''
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
