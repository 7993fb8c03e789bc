import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { api } from '../api/client.ts'
import { BUSINESS_TIME_ZONE } from '../ui/format.ts'
import { useSession } from './use-session.ts'

/** Settings of the company; everybody who is signed in may read them. */
export function useSettings() {
  const session = useSession()
  return useQuery({
    queryKey: ['settings-get'],
    queryFn: ({ signal }) => api.settings.get.query(undefined, { signal }),
    enabled: computed(() => session.me !== undefined),
    staleTime: 5 * 60_000,
  })
}

/** The time zone by which the company's days begin and its times are shown. */
export function useBusinessZone(): ComputedRef<string> {
  const { data } = useSettings()
  return computed(() => data.value?.company?.timeZone ?? BUSINESS_TIME_ZONE)
}
