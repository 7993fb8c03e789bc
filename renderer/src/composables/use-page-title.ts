import { reactive, watchEffect } from 'vue'
import { useRoute } from 'vue-router'

const titles = reactive(new Map<string, string>())

/** What the page at a path is called by what it shows; undefined where its kind says enough. */
export const pageTitle = (path: string): string | undefined => titles.get(path)

/** Names this page after the record it shows, in its tab. Personal values do not belong there. */
export function usePageTitle(title: () => string | undefined): void {
  const { path } = useRoute()
  watchEffect(() => {
    const text = title()
    if (text) titles.set(path, text)
  })
}
