import { computed, onScopeDispose, ref, watch } from 'vue'
import { desktop } from '../api/desktop.ts'
import { usePreferences } from '../composables/use-preferences.ts'

/** Puts the chosen theme on the document, follows the system where it is asked to, tells the shell. */
export function useTheme(): void {
  const preferences = usePreferences()
  const system = matchMedia('(prefers-color-scheme: dark)')
  const isSystemDark = ref(system.matches)
  const follow = (event: MediaQueryListEvent): void => {
    isSystemDark.value = event.matches
  }
  system.addEventListener('change', follow)
  onScopeDispose(() => {
    system.removeEventListener('change', follow)
  })

  const isDark = computed(() =>
    preferences.theme === 'system' ? isSystemDark.value : preferences.theme === 'dark',
  )
  watch(isDark, (on) => document.documentElement.classList.toggle('dark', on), { immediate: true })
  watch(
    () => preferences.theme,
    (theme) => {
      desktop?.setTheme(theme).catch((error: unknown) => {
        console.warn('The shell did not take the theme.', error)
      })
    },
    { immediate: true },
  )
}
