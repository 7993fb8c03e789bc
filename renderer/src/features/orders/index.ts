export { ordersRoutes } from './routes.ts'
export { default as MemberOrders } from './components/MemberOrders.vue'
