export { pointSettingsRoutes } from './routes.ts'
