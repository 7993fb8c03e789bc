export { settingsRoutes } from './routes.ts'
export { default as AppearanceChoices } from './components/AppearanceChoices.vue'
