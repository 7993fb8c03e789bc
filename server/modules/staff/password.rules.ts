import { PASSWORD_MAX, PASSWORD_MIN } from './staff.contract.ts'

export type PasswordFault = 'TOO_SHORT' | 'TOO_LONG' | 'HOLDS_NAME' | 'COMMON'

const NAME_PART_MIN = 3

/**
 * What is wrong with a password: length (NIST SP 800-63B, ASVS 6.2), own names in it, a place in the list
 * of common ones. No rule asks for kinds of characters.
 */
export function passwordFaults(
  password: string,
  names: readonly string[],
  isCommon: (password: string) => boolean,
): PasswordFault[] {
  const faults: PasswordFault[] = []
  const length = [...password].length
  const lower = password.toLowerCase()
  if (length < PASSWORD_MIN) faults.push('TOO_SHORT')
  if (length > PASSWORD_MAX) faults.push('TOO_LONG')
  const parts = names
    .map((name) => name.trim().toLowerCase())
    .filter((name) => [...name].length >= NAME_PART_MIN)
  if (parts.some((name) => lower.includes(name))) faults.push('HOLDS_NAME')
  if (isCommon(lower)) faults.push('COMMON')
  return faults
}
