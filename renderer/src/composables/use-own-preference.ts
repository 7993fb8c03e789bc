import { defineStore } from 'pinia'
import { computed, ref, watch, type WritableComputedRef } from 'vue'
import type { z } from 'zod'
import { api } from '../api/client.ts'
import { useSession } from './use-session.ts'
import type {
  Preferences,
  SetPreferenceInput,
} from '../../../server/modules/preferences/preferences.contract.ts'

type Json = SetPreferenceInput['value']
const SAVE_AFTER_MS = 400
const ASK_AGAIN_AFTER_MS = 5_000

/** A request of the page's client ends with the page; one that is kept alive outlives it. */
const sendWhileLeaving = (input: SetPreferenceInput): Promise<Response> =>
  fetch('/trpc/preferences.set', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })

/** What the signed-in person has set for himself, kept by the server: the same on every computer. */
const useOwnPreferences = defineStore('own-preferences', () => {
  const session = useSession()
  const values = ref<Preferences>({})
  const isLoaded = ref(false)
  /** They are here, or it is known that they cannot be read. */
  const isSettled = ref(false)
  /** Whose page this is. */
  let ownerId: number | undefined
  const waiting = new Map<string, { value: Json; timer: ReturnType<typeof setTimeout> }>()

  async function load(): Promise<void> {
    values.value = await api.preferences.get.query()
    isLoaded.value = true
  }

  /** Asks until they are here: what is built on defaults is not to be saved over them. */
  async function loadFor(id: number): Promise<void> {
    try {
      await load()
    } catch (error) {
      console.warn('Preferences cannot be read; the defaults are in use.', error)
      setTimeout(() => {
        if (session.me?.adminUserId === id && !isLoaded.value) void loadFor(id)
      }, ASK_AGAIN_AFTER_MS)
    }
    isSettled.value = true
  }

  watch(
    () => session.me?.adminUserId,
    (id) => {
      values.value = {}
      isLoaded.value = false
      isSettled.value = false
      if (id === undefined) return
      ownerId ??= id
      // The page is about to be left to another: nothing of the first goes to him.
      if (id === ownerId) void loadFor(id)
      else waiting.clear()
    },
    { immediate: true },
  )

  function save(name: string, send: (input: SetPreferenceInput) => Promise<unknown>): void {
    const pending = waiting.get(name)
    if (!pending) return
    clearTimeout(pending.timer)
    waiting.delete(name)
    send({ name, value: pending.value }).catch((error: unknown) => {
      console.warn(`Preference ${name} cannot be stored; it holds until this page closes.`, error)
    })
  }

  /** Holds at once; many changes in a row are saved as one. */
  function set(name: string, value: Json): void {
    values.value = { ...values.value, [name]: value }
    clearTimeout(waiting.get(name)?.timer)
    if (!isLoaded.value || session.me?.adminUserId !== ownerId) return
    const timer = setTimeout(
      () => save(name, (input) => api.preferences.set.mutate(input)),
      SAVE_AFTER_MS,
    )
    waiting.set(name, { value, timer })
  }

  // What was chosen a moment before the page goes is not lost.
  addEventListener('pagehide', () => {
    for (const name of [...waiting.keys()]) save(name, sendWhileLeaving)
  })

  return { values, isLoaded, isSettled, set }
})

/**
 * One preference by name. A stored value that no longer fits its schema counts as not set. `null` is
 * "as built in" and is what `fallback` stands for.
 */
export function useOwnPreference<T extends z.ZodType<Json>>(
  name: string,
  schema: T,
  fallback: z.output<T>,
): WritableComputedRef<z.output<T>> {
  const store = useOwnPreferences()
  return computed({
    get: () => {
      const parsed = schema.safeParse(store.values[name])
      return parsed.success ? parsed.data : fallback
    },
    set: (value) => store.set(name, value),
  })
}

/** True once the server's preferences are here; what is written before would be written over. */
export const useOwnPreferencesLoaded = () => {
  const store = useOwnPreferences()
  return computed(() => store.isLoaded)
}

/** True once it is known what is set, or that it cannot be known. */
export const useOwnPreferencesSettled = () => {
  const store = useOwnPreferences()
  return computed(() => store.isSettled)
}
