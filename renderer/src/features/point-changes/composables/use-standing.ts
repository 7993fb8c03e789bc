import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../../../api/client.ts'

/** Where a member's points stand before something is changed; asked anew each time a dialog opens. */
export const useStanding = (memberUid: () => string) =>
  useQuery({
    queryKey: ['points-standing', computed(memberUid)],
    queryFn: ({ signal }) =>
      api.pointChanges.standing.query({ memberUid: memberUid() }, { signal }),
    staleTime: 0,
  })
