import type { Language } from '../../../server/contract/errors.ts'

/** Each language in its own words, so that whoever is lost in the other finds it. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { zh: '简体中文', en: 'English' }
