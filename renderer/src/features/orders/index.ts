export { ordersRoutes } from './routes.ts'
export { orderLink } from './order-link.ts'
