import { api } from '../../../api/client.ts'
import { usePagedList } from '../../../composables/use-paged-list.ts'
import {
  listMembersInput,
  memberFilter,
} from '../../../../../server/modules/members/members.contract.ts'

/** The list of members that the page's address asks for. */
export const useMemberList = () =>
  usePagedList({
    key: 'members-list',
    schema: listMembersInput,
    fetch: (input, signal) => api.members.list.query(input, { signal }),
    count: (input, signal) => api.members.count.query(memberFilter.parse(input), { signal }),
  })
export type MemberList = ReturnType<typeof useMemberList>
