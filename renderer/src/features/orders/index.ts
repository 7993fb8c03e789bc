export { ordersRoutes } from './routes.ts'
export { orderLink } from './order-link.ts'
export { default as OrderMember } from './components/OrderMember.vue'
export { default as OrderStatus } from './components/OrderStatus.vue'
