const EMAIL_MAX = 254
const EMAIL = /^[^\s@"(),:;<>[\\\]]+@[^\s@.]+(\.[^\s@.]+)+$/

/** Width made equal, and case: no provider in use tells `Xiao@` from `xiao@`. */
export const normaliseEmail = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** One address as people have them; no quoted names, no lists. */
export const isEmail = (text: string): boolean => text.length <= EMAIL_MAX && EMAIL.test(text)
