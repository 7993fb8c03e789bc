import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '../../../api/client.ts'
import { listAuditInput } from '../../../../../server/modules/audit/audit.contract.ts'
import type { AuditRow } from '../../../../../server/modules/audit/audit.contract.ts'

const NEAR = 4
const SAME_REQUEST_MAX = 20

/** Oldest first, each once. */
function inOrder(rows: readonly AuditRow[]): AuditRow[] {
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()]
  return unique.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

/** What else happened in the same request, and to the same record right before and after. */
export function useRelatedEntries(entry: () => AuditRow) {
  return useQuery({
    queryKey: ['audit-related', computed(() => entry().id)],
    queryFn: async ({ signal }) => {
      const { at, targetType, targetId, requestId } = entry()
      const ask = async (change: Partial<typeof listAuditInput._output>) =>
        (await api.audit.list.query(listAuditInput.parse(change), { signal })).list
      const target = { targetType, targetId, pageSize: NEAR }
      const [before, after, same] = await Promise.all([
        ask({ ...target, to: at + 1 }),
        ask({ ...target, from: at, order: 'asc' }),
        ask({ keyword: requestId.slice(0, 64), pageSize: SAME_REQUEST_MAX }),
      ])
      return inOrder([...before, ...after, ...same.filter((row) => row.requestId === requestId)])
    },
  })
}
