import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import { revealCount } from './reveals.contract.ts'
import { reportReveals } from './reveals.service.ts'

export const revealsRouter = router({
  report: can('audit.view')
    .output(z.array(revealCount))
    .query(({ ctx }) => reportReveals(ctx)),
})
