import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { z } from 'zod'
import { LANGUAGES, preferredLanguage } from '../i18n/language.ts'

export const THEMES = ['light', 'dark', 'system'] as const
export const DENSITIES = ['compact', 'default', 'comfortable'] as const
export type Density = (typeof DENSITIES)[number]

const STORAGE_KEY = 'member-desk.preferences'

/** Each value falls back by itself, so one that is damaged does not take the others along. */
export function parsePreferences(stored: unknown, userLanguages: readonly string[]) {
  const language = preferredLanguage(userLanguages)
  const defaults = { theme: 'system', language, density: 'default', isSidebarOpen: true } as const
  return z
    .object({
      theme: z.enum(THEMES).catch(defaults.theme),
      language: z.enum(LANGUAGES).catch(defaults.language),
      density: z.enum(DENSITIES).catch(defaults.density),
      isSidebarOpen: z.boolean().catch(defaults.isSidebarOpen),
    })
    .catch(defaults)
    .parse(stored)
}
type Preferences = ReturnType<typeof parsePreferences>

function readStored(): unknown {
  try {
    const text = localStorage.getItem(STORAGE_KEY)
    return text === null ? null : JSON.parse(text)
  } catch (error) {
    console.warn('Stored preferences cannot be read; the defaults are in use.', error)
    return null
  }
}

function writeStored(preferences: Preferences): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences))
  } catch (error) {
    console.warn('Preferences cannot be stored; they hold until this page closes.', error)
  }
}

/** What this person likes. Kept in the browser, and by the server once someone is signed in. */
export const usePreferences = defineStore('preferences', () => {
  const first = parsePreferences(readStored(), navigator.languages)
  const theme = ref(first.theme)
  const language = ref(first.language)
  const density = ref(first.density)
  const isSidebarOpen = ref(first.isSidebarOpen)

  watch([theme, language, density, isSidebarOpen], () => {
    writeStored({
      theme: theme.value,
      language: language.value,
      density: density.value,
      isSidebarOpen: isSidebarOpen.value,
    })
  })

  return { theme, language, density, isSidebarOpen }
})
