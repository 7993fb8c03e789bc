import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { api } from '../../../api/client.ts'

const STALE_MS = 60_000
const MONTH = /^2\d{3}-(0[1-9]|1[0-2])$/
const DAY = /^2\d{3}-\d{2}-\d{2}$/

/** The month and the day that are shown, kept in the address. */
export function useShownDay(today: Ref<string | undefined>) {
  const route = useRoute()
  const router = useRouter()
  const textOf = (name: string, form: RegExp): string | undefined => {
    const given = route.query[name]
    return typeof given === 'string' && form.test(given) ? given : undefined
  }
  const day = computed(() => textOf('day', DAY))
  const month = computed(
    () => textOf('month', MONTH) ?? day.value?.slice(0, 7) ?? today.value?.slice(0, 7),
  )
  const show = (query: { month?: string | undefined; day?: string | undefined }) =>
    void router.replace({ query })
  return { month, day, show }
}

/** What ends by day of a month. */
export const useExpiryMonth = (month: Ref<string | undefined>) =>
  useQuery({
    queryKey: ['point-expiry', 'month', month],
    queryFn: ({ signal }) => api.pointExpiry.month.query({ month: month.value ?? '' }, { signal }),
    enabled: computed(() => month.value !== undefined),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  })

/** What ends by month of a year. */
export const useExpiryYear = (year: Ref<number | undefined>) =>
  useQuery({
    queryKey: ['point-expiry', 'year', year],
    queryFn: ({ signal }) => api.pointExpiry.year.query({ year: year.value ?? 0 }, { signal }),
    enabled: computed(() => year.value !== undefined),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  })

/** Whose points end with a day, a page at a time. */
export const useDayMembers = (day: Ref<string>) =>
  useInfiniteQuery({
    queryKey: ['point-expiry', 'day', day],
    queryFn: ({ signal, pageParam }) =>
      api.pointExpiry.dayMembers.query({ day: day.value, after: pageParam }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: STALE_MS,
  })
