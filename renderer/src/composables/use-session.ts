import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api } from '../api/client.ts'
import { toFailure, type Failure } from '../api/failure.ts'
import { sessionOpened, whenSessionIsMissing } from '../api/session-watch.ts'
import { releaseUnsaved } from './use-unsaved-guard.ts'
import type { Permission } from '../../../server/contract/permissions.ts'
import type {
  FirstRunInput,
  SessionState,
  SignInInput,
  UseResetInput,
} from '../../../server/modules/staff/staff.contract.ts'

/**
 * Who is signed in and what he may do. The cookie itself is out of reach: of the browser's scripts, and in
 * the desktop app of the page altogether.
 */
export const useSession = defineStore('session', () => {
  const state = ref<SessionState>()
  /** Why it could not be learnt who is signed in. */
  const failure = ref<Failure>()
  const isLoading = ref(false)
  /** Rises with each session, so that pages can ask again what was refused before it. */
  const openedCount = ref(0)

  const me = computed(() => state.value?.me ?? undefined)
  const isFirstRun = computed(() => state.value?.firstRun.isNeeded === true)
  const isRequired = computed(() => state.value !== undefined && !state.value.me)

  async function load(): Promise<void> {
    isLoading.value = true
    try {
      state.value = await api.session.state.query()
      failure.value = undefined
    } catch (error) {
      failure.value = toFailure(error, Date.now())
    } finally {
      isLoading.value = false
    }
  }

  whenSessionIsMissing(() => {
    if (state.value) state.value = { ...state.value, me: null }
  })

  /** Throws what the server refuses with: WRONG_CREDENTIALS, CODE_REQUIRED … */
  async function signIn(input: SignInInput): Promise<void> {
    await api.session.signIn.mutate(input)
    await load()
    sessionOpened()
    openedCount.value += 1
  }

  /** Chooses a password with an administrator's one-time code. Throws RESET_INVALID, PASSWORD_WEAK. */
  async function resetPassword(input: UseResetInput): Promise<void> {
    await api.session.useReset.mutate(input)
  }

  /** Sets the shop up and signs its administrator in. */
  async function runFirst(input: FirstRunInput): Promise<void> {
    await api.session.firstRun.mutate(input)
    await signIn({ username: input.username, password: input.password })
  }

  async function signOut(): Promise<void> {
    await api.session.signOut.mutate()
    releaseUnsaved()
    // Whoever sits down next is to find neither rows in the memory of the page nor its address.
    location.replace('/')
  }

  const can = (permission: Permission): boolean =>
    me.value?.permissions.includes(permission) === true

  return {
    state,
    failure,
    isLoading,
    me,
    isFirstRun,
    isRequired,
    openedCount,
    can,
    load,
    signIn,
    resetPassword,
    runFirst,
    signOut,
  }
})
