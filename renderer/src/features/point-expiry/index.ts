export { pointExpiryRoutes } from './routes.ts'
