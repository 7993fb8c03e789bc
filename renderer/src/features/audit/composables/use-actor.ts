import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../../../api/client.ts'
import { useRights } from '../../../composables/use-rights.ts'

/** The account whose entries are asked for; undefined for whom staff is out of sight. */
export function useActor(id: () => number | undefined) {
  const { can } = useRights()
  const { data } = useQuery({
    queryKey: ['audit-actor', computed(id)],
    queryFn: ({ signal }) => api.staff.get.query({ id: id() ?? 0 }, { signal }),
    enabled: computed(() => can('staff.view') && id() !== undefined),
  })
  return data
}
