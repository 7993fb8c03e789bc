import { useI18n } from 'vue-i18n'
import { errorText, isErrorCode, type ErrorCode } from '../../../../server/contract/errors.ts'
import { usePreferences } from '../../composables/use-preferences.ts'
import type { ShellErrorCode, ShellProblem } from '../../../../electron/ipc-contract.ts'

type Problem = Pick<ShellProblem, 'code' | 'params'>

/** The sentence for a problem of the shell or of the server it started, in the reader's language. */
export function useProblemText(): (problem: Problem) => string {
  const { t, te } = useI18n()
  const preferences = usePreferences()
  return ({ code, params }) => {
    if (isErrorCode(code)) return errorText(code, preferences.language, params)
    const key = `connection.problem.${code}`
    return te(key) ? t(key, params) : t('connection.problem.UNKNOWN')
  }
}

/** True for what is wrong with the address that was typed, or with what answers there. */
export const isAboutAddress = (code: string): boolean =>
  code.startsWith('URL_') || code.startsWith('REMOTE_')

/** The server on this computer has no key, or one that is not the key of its database. */
const KEY_CODES: readonly string[] = [
  'DATA_KEY_UNREADABLE',
  'DATA_KEY_MISSING',
  'DATA_KEY_MISMATCH',
  'DATA_KEY_RETIRED',
  'DATA_KEY_PREVIOUS_MISSING',
] satisfies (ShellErrorCode | ErrorCode)[]

/** True where an exported key mends it. */
export const isAboutKey = (code: string): boolean => KEY_CODES.includes(code)
