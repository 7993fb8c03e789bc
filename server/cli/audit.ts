import type { AuditVerdict } from '../modules/audit/audit.contract.ts'
import { verifyAudit } from '../modules/audit/audit.service.ts'
import { auditAnchor } from '../start.ts'
import { onDatabase, type CommandGroup } from './command.ts'

function describeVerdict({ entries, sealedTo, faults }: AuditVerdict): string {
  const places = faults.map(({ kind, seq, id }) => `  ${kind}, seq ${seq ?? '-'}, id ${id ?? '-'}`)
  return [`entries ${entries}, sealed to ${sealedTo}, faults ${faults.length}`, ...places].join(
    '\n',
  )
}

export const AUDIT_COMMANDS: CommandGroup = {
  'verify-audit': {
    usage: 'the audit log against its chain; exit 1 when it was changed',
    operands: 0,
    run: onDatabase(async ({ ctx, config }) => {
      const verdict = await verifyAudit(ctx, auditAnchor(config, ctx))
      const isWell = verdict.faults.length === 0
      return { result: verdict, text: describeVerdict(verdict), isWell }
    }),
  },
}
