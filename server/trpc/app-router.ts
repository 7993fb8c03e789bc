import { membersRouter } from '../modules/members/members.router.ts'
import { systemRouter } from '../modules/system/system.router.ts'
import { router } from './trpc.ts'

export const appRouter = router({ system: systemRouter, members: membersRouter })

export type AppRouter = typeof appRouter
