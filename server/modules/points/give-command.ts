import { sharedTransaction } from '../../db/shared-transaction.ts'
import type { LedgerAnswer, LedgerCommand } from './ledger-commands.ts'
import { postCommands } from './post-commands.ts'

/**
 * Gives one command to the ledger. Commands that come at the same time share a transaction.
 * @throws AppError what the ledger refuses, see `postCommands`
 */
export const giveCommand = sharedTransaction<LedgerCommand, LedgerAnswer>(async (ctx, commands) =>
  (await postCommands(ctx, commands)).map((outcome) =>
    'answer' in outcome ? { done: outcome.answer } : outcome,
  ),
)
