import { defineAsyncComponent } from 'vue'

export { connectionRoutes } from './routes.ts'
export { isAboutKey, useProblemText } from './shell-problem.ts'
export { default as ServerAddressForm } from './components/ServerAddressForm.vue'
/** Loaded when somebody needs it: hardly ever. */
export const UseKeyDialog = defineAsyncComponent(() => import('./components/UseKeyDialog.vue'))
