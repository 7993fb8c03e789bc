import { signInInput, type SignInInput } from '../../../../server/modules/staff/staff.contract.ts'
import type { Failure } from '../../api/failure.ts'

/**
 * What was typed as the server takes it. What cannot be a username is nobody's, and half a code is a wrong
 * one: both are said as the server would say it, without asking.
 */
export function readSignIn(
  fields: { readonly username: string; readonly password: string; readonly code: string },
  needsCode: boolean,
): { readonly input: SignInInput } | { readonly failure: Failure } {
  const { username, password, code } = fields
  const read = signInInput.safeParse({ username, password, ...(needsCode ? { code } : {}) })
  if (read.success) return { input: read.data }
  const isCode = read.error.issues.every((issue) => issue.path[0] === 'code')
  return {
    failure: {
      code: isCode ? 'WRONG_CODE' : 'WRONG_CREDENTIALS',
      params: {},
      requestId: undefined,
      isTemporary: false,
      atMs: Date.now(),
    },
  }
}
