import { dictionary } from '@zxcvbn-ts/language-common'

const common = new Set<string>(dictionary['passwords-common'])

/** Is it in the published list of the most used passwords? Asked in lower case. */
export const isCommonPassword = (password: string): boolean => common.has(password)
