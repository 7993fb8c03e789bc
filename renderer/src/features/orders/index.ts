export { ordersRoutes } from './routes.ts'
export { orderLink } from './order-link.ts'
export { default as OrderStatus } from './components/OrderStatus.vue'
