import { defineAsyncComponent } from 'vue'

export { pointChangesRoutes } from './routes.ts'

/** What staff do to one member's points: adjust and freeze. */
export const PointActions = defineAsyncComponent(() => import('./components/PointActions.vue'))
/** Gives or takes points of many members who were chosen in a list. */
export const PointBatchDialog = defineAsyncComponent(
  () => import('./components/PointBatchDialog.vue'),
)
/** Takes one entry of the records back. */
export const ReverseEntryButton = defineAsyncComponent(
  () => import('./components/ReverseEntryButton.vue'),
)
