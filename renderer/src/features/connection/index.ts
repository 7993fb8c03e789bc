export { connectionRoutes } from './routes.ts'
export { useProblemText } from './shell-problem.ts'
export { default as ServerAddressForm } from './components/ServerAddressForm.vue'
