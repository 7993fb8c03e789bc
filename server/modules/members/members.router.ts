import { revealed } from '../../contract/personal.ts'
import { can, router } from '../../trpc/trpc.ts'
import { listMembersInput, memberPage, memberStats, revealMemberInput } from './members.contract.ts'
import { countMembers, listMembers, revealMember } from './members.service.ts'

export const membersRouter = router({
  list: can('members.view')
    .input(listMembersInput)
    .output(memberPage)
    .query(({ ctx, input }) => listMembers(ctx, input)),
  stats: can('members.view')
    .output(memberStats)
    .query(({ ctx }) => countMembers(ctx)),
  reveal: can('members.reveal')
    .input(revealMemberInput)
    .output(revealed)
    .mutation(({ ctx, input }) => revealMember(ctx, input)),
})
