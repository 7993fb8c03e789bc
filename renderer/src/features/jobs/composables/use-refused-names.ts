import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '../../../api/client.ts'
import { useRights } from '../../../composables/use-rights.ts'
import type { JobRow } from '../../../../../server/modules/jobs/jobs.contract.ts'

/** How a record is called, what tells it from others of the same name, and where it is seen. */
interface RecordName {
  readonly name: string
  readonly number: string
  readonly to: string | undefined
}

async function namesOfMembers(ids: number[], signal: AbortSignal) {
  const members = await api.members.named.query({ ids }, { signal })
  return members.map(({ id, uid, memberNo, nickname }): [number, RecordName] => [
    id,
    { name: nickname.trim(), number: memberNo, to: `/members/${uid}` },
  ])
}

async function namesOfStaff(ids: number[], signal: AbortSignal) {
  const staff = await api.staff.named.query({ ids }, { signal })
  return staff.map(({ id, username, displayName }): [number, RecordName] => [
    id,
    { name: displayName, number: username, to: `/staff?peek=${id}` },
  ])
}

/**
 * Who was refused by work on many records. A job keeps ids alone; their names are asked for as the reader
 * sees them today, and who is out of sight or gone stays a number.
 */
export function useRefusedNames(kind: () => JobRow['kind'], ids: () => readonly number[]) {
  const { t } = useI18n({ useScope: 'global' })
  const { can } = useRights()
  const isOfMembers = computed(() => kind() === 'members.batch')
  const { data } = useQuery({
    queryKey: ['refused-names', computed(kind), computed(ids)],
    queryFn: ({ signal }) =>
      isOfMembers.value ? namesOfMembers([...ids()], signal) : namesOfStaff([...ids()], signal),
    enabled: computed(
      () => ids().length > 0 && can(isOfMembers.value ? 'members.view' : 'staff.view'),
    ),
  })
  const names = computed(() => new Map(data.value))

  return (id: number): RecordName =>
    names.value.get(id) ?? {
      name: '',
      number: t(isOfMembers.value ? 'jobs.panel.memberId' : 'jobs.panel.staffId', { id }),
      to: undefined,
    }
}
