import { defineAsyncComponent } from 'vue'

export { pointChangesRoutes } from './routes.ts'

/** What staff do to one member's points: adjust and freeze. */
export const PointActions = defineAsyncComponent(() => import('./components/PointActions.vue'))
/** Extends points that end, or gives expired ones back, by the days of a calendar. */
export const DayBatchDialog = defineAsyncComponent(() => import('./components/DayBatchDialog.vue'))
/** Gives or takes points of many members who were chosen in a list. */
export const PointBatchDialog = defineAsyncComponent(
  () => import('./components/PointBatchDialog.vue'),
)
/** Takes one entry of the records back. */
export const ReverseEntryButton = defineAsyncComponent(
  () => import('./components/ReverseEntryButton.vue'),
)
