const LENGTH_MIN = 12
const NAME_PART_MIN = 3
/** Characters from which one more step of the bar is filled. */
const LENGTH_STEPS = [12, 16, 20] as const

export interface PasswordLook {
  readonly isLongEnough: boolean
  readonly isFreeOfNames: boolean
  /** 0 to 4, for the bar. It judges length and variety; what is common only the server knows. */
  readonly strength: number
}

/**
 * What can be said of a password while it is typed: the server's rules of length and names. Length counts
 * characters, and names of fewer than three are not looked for.
 */
export function lookAtPassword(password: string, names: readonly string[]): PasswordLook {
  const letters = [...password]
  const lower = password.toLowerCase()
  const parts = names
    .map((name) => name.trim().toLowerCase())
    .filter((name) => [...name].length >= NAME_PART_MIN)
  const isLongEnough = letters.length >= LENGTH_MIN
  const isFreeOfNames = !parts.some((name) => lower.includes(name))
  const variety = new Set(letters).size
  const steps = LENGTH_STEPS.filter((length) => letters.length >= length).length
  const bonus = variety >= 10 ? 1 : 0
  const full = variety < 5 ? Math.min(steps, 1) : steps + (steps > 0 ? bonus : 0)
  const strength = isFreeOfNames ? full : Math.min(full, 1)
  return { isLongEnough, isFreeOfNames, strength }
}
