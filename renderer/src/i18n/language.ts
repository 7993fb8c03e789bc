import type { Language } from '../../../server/contract/errors.ts'

export const LANGUAGES = ['zh', 'en'] as const satisfies readonly Language[]

/** What `<html lang>` and number formats are told. */
export const LANGUAGE_TAGS = { zh: 'zh-CN', en: 'en' } as const satisfies Record<Language, string>

/** The first of the user's languages that we speak, else English. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const primary = tag.toLowerCase().split('-')[0]
    const found = LANGUAGES.find((language) => language === primary)
    if (found) return found
  }
  return 'en'
}
