/** What keeps a new password from being sent, in the order of the form. */
export type ResetProblem = 'codeMissing' | 'passwordWeak' | 'passwordsDiffer'

/** The first thing to mend, or undefined. */
export function resetPasswordProblem(
  fields: { readonly code: string; readonly password: string; readonly again: string },
  isAcceptable: boolean,
): ResetProblem | undefined {
  if (!fields.code.trim()) return 'codeMissing'
  if (!isAcceptable) return 'passwordWeak'
  return fields.password === fields.again ? undefined : 'passwordsDiffer'
}
