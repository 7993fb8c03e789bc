import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../api/client.ts'
import { useRights } from '../../composables/use-rights.ts'
import { formatCount } from '../../ui/format.ts'
import { scoreOf, type Hit } from './palette-match.ts'
import { useKeyword } from './use-keyword.ts'
import type { MemberRow } from '../../../../server/modules/members/members.contract.ts'
import type { StaffRow } from '../../../../server/modules/staff/staff.contract.ts'
import type { Ref } from 'vue'

const SHOWN = 5
const addressOf = (path: string, keyword: string): string =>
  `${path}?${new URLSearchParams({ keyword }).toString()}`

/** The server found it, perhaps by a number that is not shown here: it counts as a hit in any case. */
const recordScore = (keyword: string, ...texts: string[]): number =>
  Math.max(1, ...texts.map((text) => scoreOf(text, keyword)))

function memberHit(member: MemberRow, keyword: string, noName: string): Hit {
  const title = member.nickname || noName
  return {
    group: 'members',
    key: `member ${member.id}`,
    title,
    note: [member.memberNo, member.mobileMasked].filter(Boolean).join(' · '),
    address: `/members/${member.uid}`,
    score: recordScore(keyword, title, member.memberNo, member.externalId ?? ''),
  }
}

function staffHit(person: StaffRow, keyword: string): Hit {
  return {
    group: 'staff',
    key: `staff ${person.id}`,
    title: person.displayName,
    note: person.username,
    address: addressOf('/staff', person.username),
    score: recordScore(keyword, person.displayName, person.username),
  }
}

/** Members and staff by the server's own search. What is typed on is not waited for any more. */
export function useRecordHits(typed: Ref<string>) {
  const { t } = useI18n()
  const { can } = useRights()
  const { keyword, isEnough } = useKeyword(typed)

  const members = useQuery({
    queryKey: ['palette.members', keyword],
    queryFn: ({ signal }) =>
      api.members.list.query({ keyword: keyword.value, pageSize: SHOWN }, { signal }),
    enabled: computed(() => isEnough.value && can('members.view')),
    placeholderData: keepPreviousData,
  })
  const staff = useQuery({
    queryKey: ['palette.staff', keyword],
    queryFn: ({ signal }) =>
      api.staff.list.query({ keyword: keyword.value, pageSize: SHOWN }, { signal }),
    enabled: computed(() => isEnough.value && can('staff.view')),
    placeholderData: keepPreviousData,
  })

  function seeAll(group: 'members' | 'staff', total = 0): Hit[] {
    if (total <= SHOWN) return []
    const title = t(`shell.palette.all.${group}`, { count: formatCount(total) })
    const address = addressOf(`/${group}`, keyword.value)
    return [{ group, key: `${group} all`, title, note: '', address, score: 0.1 }]
  }

  const hits = computed<Hit[]>(() => {
    if (!isEnough.value) return []
    const [found, people] = [members.data.value, staff.data.value]
    return [
      ...(found?.list ?? []).map((each) => memberHit(each, keyword.value, t('members.noName'))),
      ...seeAll('members', found?.total),
      ...(people?.list ?? []).map((each) => staffHit(each, keyword.value)),
      ...seeAll('staff', people?.total),
    ]
  })
  return {
    hits,
    isBusy: computed(() => members.isFetching.value || staff.isFetching.value),
    isFailed: computed(() => isEnough.value && (members.isError.value || staff.isError.value)),
  }
}
