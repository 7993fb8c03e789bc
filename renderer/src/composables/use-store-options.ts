import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../api/client.ts'
import { useRights } from './use-rights.ts'

/** Stores to choose from; none for whoever may not see them, so that their fields are left out. */
export function useStoreOptions() {
  const { can } = useRights()
  const mayView = computed(() => can('stores.view'))
  const { data } = useQuery({
    queryKey: ['stores-all'],
    queryFn: ({ signal }) => api.stores.list.query(undefined, { signal }),
    enabled: mayView,
  })
  const all = computed(() =>
    (data.value ?? []).map(({ id, code, name, status }) => ({
      value: id,
      label: `${code} ${name}`,
      isOpen: status === 'active',
    })),
  )
  const nameOf = (id: number): string =>
    data.value?.find((store) => store.id === id)?.name ?? `#${id}`
  return { mayView, all, nameOf }
}
