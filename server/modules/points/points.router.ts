import { startedJob } from '../../contract/started-job.ts'
import { can, router } from '../../trpc/trpc.ts'
import { proofState } from './ledger-proof.contract.ts'
import { getProof, startProof } from './ledger-proof.ts'

export const pointsRouter = router({
  proof: can('points.view')
    .output(proofState)
    .query(({ ctx }) => getProof(ctx)),
  startProof: can('points.verify')
    .output(startedJob)
    .mutation(({ ctx }) => startProof(ctx)),
})
