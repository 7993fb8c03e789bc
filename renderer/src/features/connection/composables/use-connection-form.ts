import { reactive, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { isAboutAddress, useProblemText } from '../shell-problem.ts'
import type { ConnectionInput, DesktopApi } from '../../../../../electron/ipc-contract.ts'

/** Tells the shell where the data is; it checks a server before it saves anything. */
export function useConnectionForm(desktop: DesktopApi, presentUrl: string) {
  const { t } = useI18n()
  const problemText = useProblemText()
  const url = ref(presentUrl)
  const errors = reactive<{ url?: string | undefined; form?: string | undefined }>({})
  const isBusy = ref(false)

  /** After success the shell opens the page afresh, so there is nothing left to do here. */
  async function connect(input: ConnectionInput): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    Object.assign(errors, { url: undefined, form: undefined })
    try {
      const result = await desktop.setConnection(input)
      if (!result.ok) errors[isAboutAddress(result.code) ? 'url' : 'form'] = problemText(result)
    } catch (error) {
      // The shell refuses arguments that break its contract, such as an address of 3,000 letters.
      console.error('The shell refused the connection.', error)
      errors.form = t('connection.problem.UNKNOWN')
    } finally {
      isBusy.value = false
    }
  }

  async function useRemote(): Promise<void> {
    const typed = url.value.trim()
    if (typed) await connect({ home: 'remote', url: typed })
    else errors.url = t('connection.urlMissing')
  }
  const useEmbedded = (): Promise<void> => connect({ home: 'embedded' })

  return { url, errors, isBusy, useRemote, useEmbedded }
}
