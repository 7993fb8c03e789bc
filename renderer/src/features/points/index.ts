export { pointsRoutes } from './routes.ts'
export { default as BooksBadge } from './components/BooksBadge.vue'
