import { can, router } from '../../trpc/trpc.ts'
import { listMembersInput, memberPage, memberStats } from './members.contract.ts'
import { countMembers, listMembers } from './members.service.ts'

export const membersRouter = router({
  list: can('members.view')
    .input(listMembersInput)
    .output(memberPage)
    .query(({ ctx, input }) => listMembers(ctx, input)),
  stats: can('members.view')
    .output(memberStats)
    .query(({ ctx }) => countMembers(ctx)),
})
