import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../api/client.ts'
import { useRights } from '../../composables/use-rights.ts'
import { formatCount } from '../../ui/format.ts'
import { scoreOf, type Hit } from './palette-match.ts'

const SHOWN = 5
const TYPING_MS = 180
const KEYWORD_MAX = 32
const searchAddress = (path: string, keyword: string): string =>
  `${path}?${new URLSearchParams({ keyword }).toString()}`

/** A letter of the Latin alphabet or one digit alone finds too many to be of use; one 字 does not. */
const isEnough = (keyword: string): boolean => keyword.length > 1 || /[^\p{ASCII}]/u.test(keyword)

/** Members and staff by the server's own search. What is typed on is not waited for any more. */
export function useRecordHits(typed: Ref<string>) {
  const { t } = useI18n()
  const { can } = useRights()
  const keyword = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(typed, (text) => {
    clearTimeout(timer)
    const next = text.trim().slice(0, KEYWORD_MAX)
    if (!next) keyword.value = ''
    timer = setTimeout(() => (keyword.value = next), TYPING_MS)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
  })
  const isAsked = computed(() => isEnough(keyword.value))

  const members = useQuery({
    queryKey: ['palette.members', keyword],
    queryFn: ({ signal }) =>
      api.members.list.query({ keyword: keyword.value, pageSize: SHOWN }, { signal }),
    enabled: computed(() => isAsked.value && can('members.view')),
    placeholderData: keepPreviousData,
  })
  const staff = useQuery({
    queryKey: ['palette.staff', keyword],
    queryFn: ({ signal }) =>
      api.staff.list.query({ keyword: keyword.value, pageSize: SHOWN }, { signal }),
    enabled: computed(() => isAsked.value && can('staff.view')),
    placeholderData: keepPreviousData,
  })

  const all = (group: 'members' | 'staff', total: number): Hit[] =>
    total <= SHOWN
      ? []
      : [
          {
            group,
            key: `${group} all`,
            title: t(`shell.palette.all.${group}`, { count: formatCount(total) }),
            note: '',
            address: searchAddress(`/${group}`, keyword.value),
            score: 0.1,
          },
        ]
  const memberHits = computed<Hit[]>(() => [
    ...(members.data.value?.list ?? []).map((member): Hit => {
      const title = member.nickname || t('members.noName')
      const isExact = keyword.value === member.memberNo || keyword.value === member.externalId
      return {
        group: 'members',
        key: `member ${member.id}`,
        title,
        note: [member.memberNo, member.mobileMasked].filter(Boolean).join(' · '),
        address: searchAddress('/members', member.memberNo),
        // The server found it, perhaps by a number that is not shown here.
        score: isExact ? 4 : Math.max(1, scoreOf(title, keyword.value)),
      }
    }),
    ...all('members', members.data.value?.total ?? 0),
  ])
  const staffHits = computed<Hit[]>(() => [
    ...(staff.data.value?.list ?? []).map((person): Hit => ({
      group: 'staff',
      key: `staff ${person.id}`,
      title: person.displayName,
      note: person.username,
      address: searchAddress('/staff', person.username),
      score: Math.max(
        1,
        scoreOf(person.displayName, keyword.value),
        scoreOf(person.username, keyword.value),
      ),
    })),
    ...all('staff', staff.data.value?.total ?? 0),
  ])

  return {
    hits: computed(() => (isAsked.value ? [...memberHits.value, ...staffHits.value] : [])),
    isBusy: computed(() => members.isFetching.value || staff.isFetching.value),
    isFailed: computed(() => isAsked.value && (members.isError.value || staff.isError.value)),
  }
}
