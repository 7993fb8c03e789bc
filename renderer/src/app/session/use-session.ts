import { defineStore } from 'pinia'
import { ref } from 'vue'
import { desktop } from '../../api/desktop.ts'
import { sessionOpened, whenSessionIsMissing } from '../../api/session-watch.ts'
import { closeSession, openSession, type SignInResult } from '../../api/session-api.ts'

/**
 * Whether this browser has to sign in. The desktop shell adds its own credentials, so there nobody is
 * ever asked: what it refuses is shown as an error like any other.
 */
export const useSession = defineStore('session', () => {
  const isRequired = ref(false)
  const lastResult = ref<SignInResult>()
  /** Rises with each session, so that pages can ask again what was refused before it. */
  const openedCount = ref(0)

  whenSessionIsMissing(() => {
    if (!desktop) isRequired.value = true
  })

  async function signIn(accessToken: string): Promise<SignInResult> {
    const result = await openSession(accessToken)
    lastResult.value = result
    isRequired.value = result !== 'ok'
    if (result === 'ok') {
      sessionOpened()
      openedCount.value += 1
    }
    return result
  }

  async function signOut(): Promise<void> {
    if (!(await closeSession())) return
    // Whoever sits down next is not to find rows in the memory of the page.
    location.reload()
  }

  return { isRequired, lastResult, openedCount, signIn, signOut }
})
