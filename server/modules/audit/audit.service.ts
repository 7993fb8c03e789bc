/** What the rest of the server uses of the audit log; routers and other modules come in by this door. */
export { makeFileAnchor, type AuditAnchor } from './audit-anchor.ts'
export { checkAudit, noteAuditExport } from './audit-jobs.ts'
export {
  countAudit,
  getAuditEntry,
  getAuditState,
  lastChanges,
  listAudit,
  readAudit,
  readHistory,
} from './audit.queries.ts'
export {
  countActions,
  lastRecordedAt,
  recordAudit,
  recordChange,
  type AuditRecord,
} from './record-audit.ts'
export { hasUnsealed, sealAudit } from './seal-audit.ts'
export { verifyAudit } from './verify-audit.ts'
