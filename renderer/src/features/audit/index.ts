import { defineAsyncComponent } from 'vue'

export { auditRoutes } from './routes.ts'

/** What was done to one record; fetched only where it is shown. */
export const HistoryPanel = defineAsyncComponent(() => import('./components/HistoryPanel.vue'))

/** Chooses who did something; fetched only where it is shown. */
export const ActorSelect = defineAsyncComponent(() => import('./components/ActorSelect.vue'))
export { useActor } from './composables/use-actor.ts'
