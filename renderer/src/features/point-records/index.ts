import { defineAsyncComponent } from 'vue'

export { pointRecordsRoutes } from './routes.ts'

/** A member's points with lots and entries; fetched only where it is shown. */
export const MemberPoints = defineAsyncComponent(() => import('./components/MemberPoints.vue'))
