import { can, router } from '../../trpc/trpc.ts'
import { systemInfo } from './system.contract.ts'
import { getSystemInfo } from './system.service.ts'

export const systemRouter = router({
  info: can('signedIn')
    .output(systemInfo)
    .query(({ ctx }) => getSystemInfo(ctx)),
})
