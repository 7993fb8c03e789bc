import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { readTab, type NotificationTab } from '../notification-tabs.ts'

/** The tab in view, kept in the page's address. It changes at once, so that the keyboard follows. */
export function useTabAddress() {
  const route = useRoute()
  const router = useRouter()
  const ownPath = route.path
  const shown = ref(readTab(route.query['tab']))
  watch(
    () => route.query,
    (query) => {
      if (route.path === ownPath) shown.value = readTab(query['tab'])
    },
  )
  return computed({
    get: () => shown.value,
    set(tab: NotificationTab) {
      if (tab === shown.value) return
      shown.value = tab
      void router.push({ query: tab === 'templates' ? {} : { tab } })
    },
  })
}
