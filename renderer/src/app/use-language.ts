import en from 'element-plus/es/locale/lang/en'
import zhCn from 'element-plus/es/locale/lang/zh-cn'
import { computed, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { desktop } from '../api/desktop.ts'
import { usePreferences } from '../composables/use-preferences.ts'
import { LANGUAGE_TAGS } from '../i18n/language.ts'

/** Switches every sentence, the document's language and title, tells the shell; returns Element Plus's own words. */
export function useLanguage() {
  const preferences = usePreferences()
  const { locale, t } = useI18n({ useScope: 'global' })
  const route = useRoute()

  watch(
    () => preferences.language,
    (language) => {
      locale.value = language
      document.documentElement.lang = LANGUAGE_TAGS[language]
      desktop?.setLanguage(language).catch((error: unknown) => {
        console.warn('The shell did not take the language.', error)
      })
    },
    { immediate: true },
  )
  watch(
    [() => route.meta.titleKey, () => preferences.language],
    ([titleKey]) => {
      document.title = titleKey ? `${t(titleKey)} · ${t('shell.brand')}` : t('shell.brand')
    },
    { immediate: true },
  )
  return computed(() => (preferences.language === 'zh' ? zhCn : en))
}
