import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import { auditPage, auditRow, auditState, listAuditInput } from './audit.contract.ts'
import { getAuditEntry, getAuditState, listAudit } from './audit.service.ts'

export const auditRouter = router({
  list: can('audit.view')
    .input(listAuditInput)
    .output(auditPage)
    .query(({ ctx, input }) => listAudit(ctx, input)),
  get: can('audit.view')
    .input(z.object({ id: z.uuid() }))
    .output(auditRow)
    .query(({ ctx, input }) => getAuditEntry(ctx, input.id)),
  state: can('audit.view')
    .output(auditState)
    .query(({ ctx }) => getAuditState(ctx)),
})
