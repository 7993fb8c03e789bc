import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { z } from 'zod'
import App from './App.vue'
import { makeQueryClient } from './api/query-client.ts'
import { makeI18n } from './app/i18n.ts'
import { makeRouter } from './app/router.ts'
import { useSession } from './composables/use-session.ts'
import { usePreferences } from './composables/use-preferences.ts'
import { useServerState } from './composables/use-server-state.ts'
import './app/styles/index.css'

// The page's Content-Security-Policy forbids compiled code, so zod is not to try.
z.config({ jitless: true })

const app = createApp(App)
app.config.errorHandler = (error, _instance, phase) => {
  console.error(`Unhandled in ${phase}.`, error)
}
app.use(createPinia())

useSession()
app.use(VueQueryPlugin, { queryClient: makeQueryClient() })
app.use(makeI18n(usePreferences().language))
const router = makeRouter()
app.use(router)

useServerState()
  .connect()
  .catch((error: unknown) => {
    console.error('The desktop shell does not answer.', error)
  })
// A page that cannot be opened is shown as such by the layout, so the app is mounted in either case.
router
  .isReady()
  .catch((error: unknown) => {
    console.error('The first page could not be opened.', error)
  })
  .finally(() => {
    app.mount('#app')
  })
  .catch((error: unknown) => {
    console.error('The page could not be started.', error)
  })
