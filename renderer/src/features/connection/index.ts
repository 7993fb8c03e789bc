export { connectionRoutes } from './routes.ts'
export { useProblemText } from './shell-problem.ts'
