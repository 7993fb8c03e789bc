import { api } from '../../../api/client.ts'
import { usePagedList } from '../../../composables/use-paged-list.ts'
import {
  entryFilter,
  listEntriesInput,
} from '../../../../../server/modules/points/records.contract.ts'

/** Points entries, by what the page's address asks. */
export const useEntryList = () =>
  usePagedList({
    key: 'points-list',
    schema: listEntriesInput,
    fetch: (input, signal) => api.pointRecords.list.query(input, { signal }),
    count: (input, signal) => api.pointRecords.count.query(entryFilter.parse(input), { signal }),
  })
export type EntryList = ReturnType<typeof useEntryList>
