import { createI18n } from 'vue-i18n'
import { messages } from './messages.ts'
import type { Language } from '../../../server/contract/errors.ts'

/** One instance for the whole page. Setting `locale` changes every sentence without a reload. */
export const makeI18n = (language: Language) =>
  createI18n({
    legacy: false,
    locale: language,
    fallbackLocale: false,
    messages,
    missing: (locale, key) => {
      console.error(`No sentence for ${key} in ${locale}`)
      return key
    },
  })
