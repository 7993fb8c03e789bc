import { createHash } from 'node:crypto'
import type { Ctx, Tx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { staffOf } from '../../kernel/actor.ts'
import { invariant } from '../../kernel/invariant.ts'
import { recordAudit, type AuditRecord } from '../audit/audit.service.ts'
import {
  answeredBefore,
  postCommands,
  type About,
  type CommandKey,
  type LedgerAnswer,
  type LedgerCommand,
} from '../points/points.service.ts'
import { takeOwnTurn } from '../staff/staff.service.ts'

/** The key of something that a member of staff does, with a hash of all that was asked for. */
export function keyOf(
  ctx: Pick<Ctx, 'actor'>,
  what: string,
  { key, ...asked }: { readonly key: string },
): CommandKey {
  const body = createHash('sha256').update(JSON.stringify(asked)).digest('base64url')
  return { caller: `staff:${staffOf(ctx).adminUserId}`, key: `${what}:${key}`, body }
}

/** The store that somebody of one store works in. */
export function ownStore({ actor }: Pick<Ctx, 'actor'>): number | null {
  const { scope } = actor
  return scope.kind === 'stores' && scope.storeIds.length === 1 ? (scope.storeIds[0] ?? null) : null
}

/** What an entry by hand says of itself. */
export const aboutByHand = (
  ctx: Ctx,
  { business, businessId, reason }: Pick<About, 'business' | 'businessId'> & { reason: string },
): About => ({
  ...{ business, businessId, reason },
  ...{ storeId: ownStore(ctx), occurredAt: ctx.clock.now() },
  explanation: { kind: 'byHand' },
})

/**
 * Something that a member of staff does by hand, in a transaction: one after another, so that two of the same
 * at once are one.
 */
export const inOwnTurn = <T>(ctx: Ctx, work: (ctx: Ctx<Tx>) => Promise<T>): Promise<T> =>
  inTransaction(ctx, async (ctx) => {
    await takeOwnTurn(ctx)
    return work(ctx)
  })

/** One command in the caller's transaction. @throws AppError what the ledger refuses */
export async function post(ctx: Ctx<Tx>, command: LedgerCommand): Promise<LedgerAnswer> {
  const [outcome] = await postCommands(ctx, [command])
  invariant(outcome, 'a command has an outcome')
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.answer
}

interface ByHand {
  readonly command: LedgerCommand & { readonly key: CommandKey }
  /** What is recorded of it; of the same key nothing more. */
  readonly record: (answer: LedgerAnswer) => AuditRecord
}

/**
 * Does something by hand, once, in one's own turn: who sends it again hears what came of it then.
 * @throws AppError what the ledger refuses, KEY_REUSED
 */
export async function giveByHand(ctx: Ctx<Tx>, { command, record }: ByHand): Promise<LedgerAnswer> {
  const isAgain = await answeredBefore(ctx, command.key)
  const answer = await post(ctx, command)
  if (!isAgain) await recordAudit(ctx, record(answer))
  return answer
}

/** Where a member's points stand, out of the answer of a command. */
export const balancesOf = ({ available, held, frozen, pending, debt }: LedgerAnswer) => ({
  ...{ available, held, frozen, pending, debt },
})
