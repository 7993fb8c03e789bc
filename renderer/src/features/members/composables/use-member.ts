import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../../../api/client.ts'
import { useFailure } from '../../../composables/use-failure.ts'

/** One member whole, personal data masked. */
export function useMember(uid: () => string) {
  const query = useQuery({
    queryKey: ['member-one', computed(uid)],
    queryFn: ({ signal }) => api.members.get.query({ uid: uid() }, { signal }),
  })
  const failure = useFailure({
    error: query.error,
    answeredAtMs: query.dataUpdatedAt,
    question: uid,
  })
  return {
    member: query.data,
    failure,
    isFetching: query.isFetching,
    refetch: () => void query.refetch(),
  }
}
