export { orderEventsRoutes } from './routes.ts'
