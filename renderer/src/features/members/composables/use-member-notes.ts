import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../../../api/client.ts'
import { useFailure } from '../../../composables/use-failure.ts'
import { useRights } from '../../../composables/use-rights.ts'
import type { MemberNote } from '../../../../../server/modules/members/members.contract.ts'

/** What staff wrote down about a member, the newest first. Adding and deleting throw what is refused. */
export function useMemberNotes(uid: () => string) {
  const queries = useQueryClient()
  const { can } = useRights()
  const query = useQuery({
    queryKey: ['member-notes', computed(uid)],
    queryFn: ({ signal }) => api.members.notes.query({ uid: uid() }, { signal }),
  })
  const failure = useFailure({
    error: query.error,
    answeredAtMs: query.dataUpdatedAt,
    question: uid,
  })
  const reload = () => queries.invalidateQueries({ queryKey: ['member-notes'] })

  return {
    notes: query.data,
    failure,
    isFetching: query.isFetching,
    refetch: () => void query.refetch(),
    mayWrite: computed(() => can('members.edit')),
    async add(text: string): Promise<void> {
      await api.members.addNote.mutate({ uid: uid(), text })
      await reload()
    },
    /** One's own note, or anybody's by a right of its own. */
    mayRemove: ({ isMine }: MemberNote): boolean => isMine || can('members.deleteNotes'),
    async remove({ id: noteId, isMine }: MemberNote): Promise<void> {
      const input = { uid: uid(), noteId }
      await (isMine
        ? api.members.deleteNote.mutate(input)
        : api.members.deleteAnyNote.mutate(input))
      await reload()
      await queries.invalidateQueries({ queryKey: ['audit-history'] })
    },
  }
}
