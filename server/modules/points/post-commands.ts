import { z } from 'zod'
import type { Ctx, Tx } from '../../db/context.ts'
import { rowSet } from '../../db/row-set.ts'
import { queryRows, sql } from '../../db/sql.ts'
import { invariant } from '../../kernel/invariant.ts'
import { getPointSettings } from '../settings/settings.service.ts'
import { Batch, nameOf, type Known, type Outcome } from './batch.ts'
import { ledgerAnswer, type CommandKey, type LedgerCommand } from './ledger-commands.ts'
import { loadBooks } from './load-books.sql.ts'
import { tellChanges } from './tell-changes.ts'
import { writeBooks } from './write-books.sql.ts'

const commandRow = z.object({
  caller: z.string(),
  key: z.string(),
  body: z.string(),
  answer: z.string(),
})

/** Keys that took effect before, with what was answered. */
async function readKeys(ctx: Ctx, keys: readonly CommandKey[]): Promise<Map<string, Known>> {
  if (keys.length === 0) return new Map()
  const wanted = rowSet(
    ctx,
    { caller: 'text', key: 'text' },
    keys.map(({ caller, key }) => ({ caller, key })),
  )
  const rows = await queryRows(
    ctx,
    // CROSS JOIN keeps the order: SQLite would read all commands of a caller whom all rows agree on.
    sql`SELECT c."caller", c."key", c."body", c."answer" FROM ${wanted} AS r
      CROSS JOIN "PointCommand" c WHERE c."caller" = r."caller" AND c."key" = r."key"`,
    commandRow,
  )
  return new Map(
    rows.map(({ body, answer, ...key }) => [
      nameOf(key),
      { body, answer: ledgerAnswer.parse(JSON.parse(answer)) },
    ]),
  )
}

/** Was a command with this key done before? */
export const answeredBefore = async (ctx: Ctx, key: CommandKey): Promise<boolean> =>
  (await readKeys(ctx, [key])).size > 0

/** Can points come back by it after their date? */
const givesBack = ({ do: what }: LedgerCommand): boolean =>
  what === 'reverse' || what === 'release' || what === 'settle' || what === 'unfreeze'

/** Locks and reads what commands are about, and decides them in memory. */
async function decide(ctx: Ctx<Tx>, commands: readonly LedgerCommand[]) {
  const pick = <T>(of: (command: LedgerCommand) => T | undefined): T[] => [
    ...new Set(commands.flatMap((command) => of(command) ?? [])),
  ]
  const loaded = await loadBooks(ctx, {
    memberIds: pick(({ memberId }) => memberId),
    stockOf: pick((one) => (one.do === 'earn' ? undefined : one.memberId)),
    entryIds: pick((one) => (one.do === 'reverse' ? one.entryId : undefined)),
    lotIds: pick((one) => ('lotId' in one ? one.lotId : undefined)),
    holdIds: pick((one) => ('holdId' in one ? one.holdId : undefined)),
  })
  const known = await readKeys(
    ctx,
    commands.flatMap(({ key }) => key ?? []),
  )
  const graceDays = commands.some(givesBack) ? (await getPointSettings(ctx)).graceDays : 0
  const batch = new Batch(ctx, loaded, { known, graceDays })
  return { batch, outcomes: commands.map((command) => batch.do(command)) }
}

/**
 * Does commands in their order, in the caller's transaction: locks the accounts of their members, decides in
 * memory, and writes what changed in a few statements, however many commands there are. One that is refused
 * changes nothing and does not keep the others from it. A key that took effect before is answered as then.
 *
 * Refusals: KEY_REUSED, NOT_FOUND, POINTS_…, HOLD_…, NOT_REVERSIBLE
 */
export async function postCommands(
  ctx: Ctx<Tx>,
  commands: readonly LedgerCommand[],
): Promise<Outcome[]> {
  if (commands.length === 0) return []
  const { batch, outcomes } = await decide(ctx, commands)
  if (batch.touched.size > 0) await writeBooks(ctx, [...batch.touched], batch)
  await tellChanges(ctx, batch.changes)
  return outcomes
}

/**
 * What a command would do, without doing it: the answer, and what it would put into lots and take from them.
 * @throws AppError what the ledger refuses
 */
export async function tryCommand(ctx: Ctx<Tx>, command: LedgerCommand) {
  const { batch, outcomes } = await decide(ctx, [command])
  const [outcome] = outcomes
  invariant(outcome, 'a command has an outcome')
  if ('refusal' in outcome) throw outcome.refusal
  const lots = [...batch.touched].flatMap((books) =>
    books.newAllocations.map(({ lotId, points, debt }) => ({
      ...{ lotId, points: points + debt },
      expiresOn: books.lot(lotId).expiresOn,
    })),
  )
  return { answer: outcome.answer, lots }
}
