import { api } from '../../../api/client.ts'
import { usePagedList } from '../../../composables/use-paged-list.ts'
import { auditListQuery, toListInput } from '../audit-list-query.ts'

/** The entries that the page's address asks for; days are those of `zone`. */
export const useAuditList = (zone: () => string) =>
  usePagedList({
    key: 'audit-list',
    schema: auditListQuery,
    fetch: (query, signal) => api.audit.list.query(toListInput(query, zone()), { signal }),
  })
export type AuditList = ReturnType<typeof useAuditList>
