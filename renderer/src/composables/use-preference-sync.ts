import { watch } from 'vue'
import { z } from 'zod'
import { LANGUAGES } from '../i18n/language.ts'
import { useOwnPreference, useOwnPreferencesLoaded } from './use-own-preference.ts'
import { DENSITIES, THEMES, usePreferences } from './use-preferences.ts'

/**
 * Keeps what this computer shows and what the server has noted for the signed-in person the same: the
 * server's value wins when it arrives, and from then on every choice goes to both.
 */
export function usePreferenceSync(): void {
  const preferences = usePreferences()
  const isLoaded = useOwnPreferencesLoaded()
  const own = {
    language: useOwnPreference('language', z.enum(LANGUAGES).nullable(), null),
    theme: useOwnPreference('theme', z.enum(THEMES).nullable(), null),
    density: useOwnPreference('density', z.enum(DENSITIES).nullable(), null),
    isSidebarOpen: useOwnPreference('isSidebarOpen', z.boolean().nullable(), null),
  }

  watch(
    isLoaded,
    (isHere) => {
      if (!isHere) return
      preferences.language = own.language.value ?? preferences.language
      preferences.theme = own.theme.value ?? preferences.theme
      preferences.density = own.density.value ?? preferences.density
      preferences.isSidebarOpen = own.isSidebarOpen.value ?? preferences.isSidebarOpen
    },
    { immediate: true, flush: 'sync' },
  )

  function keep<T>(read: () => T, target: { value: T | null }): void {
    watch(read, (value) => {
      if (isLoaded.value && target.value !== value) target.value = value
    })
  }
  keep(() => preferences.language, own.language)
  keep(() => preferences.theme, own.theme)
  keep(() => preferences.density, own.density)
  keep(() => preferences.isSidebarOpen, own.isSidebarOpen)
}
