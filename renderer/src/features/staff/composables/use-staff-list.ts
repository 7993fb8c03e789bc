import { api } from '../../../api/client.ts'
import { usePagedList } from '../../../composables/use-paged-list.ts'
import { listStaffInput } from '../../../../../server/modules/staff/staff.contract.ts'

/** The list of staff that the page's address asks for. */
export const useStaffList = () =>
  usePagedList({
    key: 'staff-list',
    schema: listStaffInput,
    fetch: (input, signal) => api.staff.list.query(input, { signal }),
  })
export type StaffList = ReturnType<typeof useStaffList>
