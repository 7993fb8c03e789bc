import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useRights } from '../../composables/use-rights.ts'
import { LANGUAGES } from '../../i18n/language.ts'
import { NAV_PAGES, SETTINGS_SECTIONS, type NavPage } from '../navigation.ts'
import { useTabs } from '../tabs/use-tabs.ts'
import { scoreOf, type Hit } from './palette-match.ts'

/** Pages and sections of the settings by name, in whichever language; without a word the latest ones. */
export function usePageHits(typed: Ref<string>) {
  const { t } = useI18n()
  const { whyNot } = useRights()
  const router = useRouter()
  const tabs = useTabs()

  const scored = (page: NavPage): number =>
    Math.max(...LANGUAGES.map((locale) => scoreOf(t(page.titleKey, {}, { locale }), typed.value)))
  const hitOf = (group: 'pages' | 'settings', page: NavPage): Hit => ({
    group,
    key: `${group} ${page.path}`,
    title: t(page.titleKey),
    note: group === 'settings' ? t('settings.title') : '',
    address: page.path,
    blocked: page.need && whyNot(page.need),
    score: scored(page),
  })
  const recent = computed<Hit[]>(() =>
    tabs.recent
      .filter((address) => router.resolve(address).path !== tabs.activePath)
      .map((address, index) => ({
        group: 'recent',
        key: `recent ${address}`,
        title: t(router.resolve(address).meta.titleKey ?? ''),
        note: '',
        address,
        score: 1 - index / 100,
      })),
  )

  return computed<Hit[]>(() => {
    if (typed.value.trim() === '') {
      const pages = NAV_PAGES.map((page) => hitOf('pages', page))
      // What one may open comes first.
      return [...recent.value, ...pages.map((hit) => ({ ...hit, score: hit.blocked ? 0.4 : 0.5 }))]
    }
    return [
      ...NAV_PAGES.map((page) => hitOf('pages', page)),
      ...SETTINGS_SECTIONS.map((page) => hitOf('settings', page)),
    ].filter((hit) => hit.score > 0)
  })
}
