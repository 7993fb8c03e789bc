import type { LedgerProof } from '../modules/points/ledger-proof.contract.ts'
import { proveLedger } from '../modules/points/ledger-proof.ts'
import { onDatabase, type CommandGroup } from './command.ts'

function describeProof(proof: LedgerProof): string {
  const { members, entries, lots, holds, found, list, outbox } = proof
  const rows = list.map(
    ({ check, memberId, recordId, expected, actual }) =>
      `  ${check}, member ${memberId}, record ${recordId ?? '-'}, expected ${expected}, actual ${actual}`,
  )
  return [
    `members ${members}, entries ${entries}, lots ${lots}, holds ${holds}, differences ${found}`,
    ...rows,
    ...(found > list.length ? [`  and ${found - list.length} more`] : []),
    `deliveries waiting for over an hour ${outbox.waiting}, given up ${outbox.dead}`,
  ].join('\n')
}

/** Stops at the next step when the terminal says so. */
function untilInterrupted(): AbortSignal {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  return controller.signal
}

export const POINTS_COMMANDS: CommandGroup = {
  'verify-ledger': {
    usage: 'balances and lots of points against their entries; exit 1 when they differ',
    operands: 0,
    run: onDatabase(async ({ ctx }) => {
      const proof = await proveLedger(ctx, { signal: untilInterrupted() })
      return { result: proof, text: describeProof(proof), isWell: proof.found === 0 }
    }),
  },
}
