import { computed, reactive, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { fieldOf, useProblemText } from '../shell-problem.ts'
import type {
  Connection,
  ConnectionInput,
  DesktopApi,
  Home,
} from '../../../../../electron/ipc-contract.ts'

/** An address and token as they were typed; the shell checks the server before it saves anything. */
export function useConnectionForm(desktop: DesktopApi, present: Connection) {
  const { t } = useI18n()
  const problemText = useProblemText()
  const isRemoteNow = present.home === 'remote'
  const fields = reactive<{ home: Home; url: string; accessToken: string }>({
    home: present.home,
    url: isRemoteNow ? present.url : '',
    accessToken: '',
  })
  const errors = reactive<{ url?: string; accessToken?: string; form?: string }>({})
  const isBusy = ref(false)
  const isTokenKept = computed(
    () => isRemoteNow && present.hasAccessToken && fields.url.trim() === present.url,
  )

  function isFilledIn(): boolean {
    Object.assign(errors, { url: undefined, accessToken: undefined, form: undefined })
    if (fields.home === 'embedded') return true
    if (!fields.url.trim()) errors.url = t('connection.urlMissing')
    if (!fields.accessToken.trim() && !isTokenKept.value) {
      errors.accessToken = t('connection.accessTokenMissing')
    }
    return !errors.url && !errors.accessToken
  }

  function input(): ConnectionInput {
    if (fields.home === 'embedded') return { home: 'embedded' }
    const accessToken = fields.accessToken.trim()
    return { home: 'remote', url: fields.url.trim(), ...(accessToken ? { accessToken } : {}) }
  }

  /** After success the shell opens the page afresh, so there is nothing left to do here. */
  async function submit(): Promise<void> {
    if (isBusy.value || !isFilledIn()) return
    isBusy.value = true
    try {
      const result = await desktop.setConnection(input())
      if (!result.ok) errors[fieldOf(result.code) ?? 'form'] = problemText(result)
    } catch (error) {
      // The shell refuses arguments that break its contract, such as a token with blanks inside.
      console.error('The shell refused the connection.', error)
      errors.form = t('connection.problem.UNKNOWN')
    } finally {
      isBusy.value = false
    }
  }

  return { fields, errors, isBusy, isTokenKept, submit }
}
