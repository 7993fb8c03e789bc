import { computed, reactive, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { isAboutKey, useProblemText } from '../shell-problem.ts'
import type { DesktopApi, ShellProblem } from '../../../../../electron/ipc-contract.ts'

/** As much as the shell takes; a key file is a tenth of it. */
const TEXT_MAX = 10_000

type Field = 'text' | 'passphrase'

/** The field that a refusal is about; undefined: neither. */
function fieldOf(code: string): Field | undefined {
  if (code === 'WRONG_PASSPHRASE') return 'passphrase'
  return code === 'KEY_FILE_INVALID' || isAboutKey(code) ? 'text' : undefined
}

/** Hands an exported key to the shell, which has it checked and starts the server with it. */
export function useKeyForm(desktop: DesktopApi) {
  const { t } = useI18n({ useScope: 'global' })
  const problemText = useProblemText()
  const values = reactive<Record<Field, string>>({ text: '', passphrase: '' })
  const errors = reactive<Partial<Record<Field | 'form', string | undefined>>>({})
  const isBusy = ref(false)
  const isDirty = computed(() => values.text !== '' || values.passphrase !== '')

  function tooLarge(): void {
    errors.text = t('connection.key.fileTooLarge')
  }
  async function take(file: File): Promise<void> {
    errors.text = undefined
    if (file.size > TEXT_MAX) tooLarge()
    else values.text = await file.text()
  }

  function isComplete(): boolean {
    Object.assign(errors, { text: undefined, passphrase: undefined, form: undefined })
    if (values.text.trim() === '') errors.text = t('connection.key.fileMissing')
    else if (values.text.length > TEXT_MAX) tooLarge()
    if (values.passphrase === '') errors.passphrase = t('connection.key.passphraseMissing')
    return errors.text === undefined && errors.passphrase === undefined
  }
  function show(problem: ShellProblem): void {
    errors[fieldOf(problem.code) ?? 'form'] = problemText(problem)
  }

  async function submit(): Promise<boolean> {
    if (isBusy.value || !isComplete()) return false
    isBusy.value = true
    try {
      const result = await desktop.useExportedKey({ ...values })
      if (!result.ok) show(result)
      return result.ok
    } catch (error) {
      console.error('The shell did not take the key.', error)
      errors.form = t('connection.problem.UNKNOWN')
      return false
    } finally {
      isBusy.value = false
    }
  }

  /** What is wrong is said here, at its field or in `errors.form`, so a dialog has no failure to show. */
  return reactive({ values, errors, isBusy, isDirty, failure: undefined, take, submit })
}
