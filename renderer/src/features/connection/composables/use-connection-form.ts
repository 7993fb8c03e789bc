import { reactive, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { fieldOf, useProblemText } from '../shell-problem.ts'
import type {
  Connection,
  ConnectionInput,
  DesktopApi,
  Home,
} from '../../../../../electron/ipc-contract.ts'

/** An address as it was typed; the shell checks the server before it saves anything. */
export function useConnectionForm(desktop: DesktopApi, present: Connection) {
  const { t } = useI18n()
  const problemText = useProblemText()
  const fields = reactive<{ home: Home; url: string }>({
    home: present.home,
    url: present.home === 'remote' ? present.url : '',
  })
  const errors = reactive<{ url?: string; form?: string }>({})
  const isBusy = ref(false)

  function isFilledIn(): boolean {
    Object.assign(errors, { url: undefined, form: undefined })
    if (fields.home === 'embedded') return true
    if (!fields.url.trim()) errors.url = t('connection.urlMissing')
    return !errors.url
  }

  function input(): ConnectionInput {
    if (fields.home === 'embedded') return { home: 'embedded' }
    return { home: 'remote', url: fields.url.trim() }
  }

  /** After success the shell opens the page afresh, so there is nothing left to do here. */
  async function submit(): Promise<void> {
    if (isBusy.value || !isFilledIn()) return
    isBusy.value = true
    try {
      const result = await desktop.setConnection(input())
      if (!result.ok) errors[fieldOf(result.code) ?? 'form'] = problemText(result)
    } catch (error) {
      // The shell refuses arguments that break its contract, such as an address that is too long.
      console.error('The shell refused the connection.', error)
      errors.form = t('connection.problem.UNKNOWN')
    } finally {
      isBusy.value = false
    }
  }

  return { fields, errors, isBusy, submit }
}
