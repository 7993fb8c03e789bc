import type { Ctx, Tx } from '../../db/context.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { invariant } from '../../kernel/invariant.ts'
import { refuse } from '../imports/cells.ts'
import { DigestTable, NumberColumn } from '../imports/digest-table.ts'
import type { Importer, ImportOrigin, ImportReader, Outcome, Refusal } from '../imports/importer.ts'
import { findMembersBy, type FoundMember } from '../members/members.service.ts'
import type { Outcome as Posted } from './batch.ts'
import { bodyOf, findImported, IMPORT_CALLER, importedLot } from './imported-lots.queries.ts'
import type { LedgerCommand } from './ledger-commands.ts'
import { postCommands } from './post-commands.ts'
import { readOpeningRow, type OpeningRecord, type Surroundings } from './read-opening-row.ts'

/** Who takes points along. A status that is added decides here. */
const TAKES_POINTS: Readonly<Record<FoundMember['status'], boolean>> = {
  active: true,
  disabled: true,
}

interface Opening extends Surroundings {
  readonly origin: ImportOrigin
  /** Whose the records are, as far as they were looked up: neither id ever changes. */
  readonly owners: WeakMap<OpeningRecord, FoundMember>
  readonly named: NamedLots
}

const keyOf = ({ uid }: Pick<FoundMember, 'uid'>, { lotName }: OpeningRecord): string =>
  `opening:${uid}:${lotName}`

/**
 * Lots by their members, whatever number a row names its member by: two rows, one with his card and one with
 * his mobile, look like two lots until both members are found.
 */
class NamedLots {
  readonly #keys = new DigestTable()
  readonly #lines = new NumberColumn()

  /** The line of the row that a lot belongs to: the first that asked. */
  lineOf(key: string, line: number): number {
    const known = this.#keys.find(key)
    if (known !== undefined) return this.#lines.get(known)
    this.#lines.set(this.#keys.add(key), line)
    return line
  }
}

/** What was imported before says nothing of a row, that it is there, or that it was otherwise. */
function compareBody(body: string | undefined, { said }: OpeningRecord): Outcome | undefined {
  if (body === undefined) return undefined
  if (body === bodyOf(said)) return 'unchanged'
  const { points, earnedOn, expiresOn } = importedLot.parse(JSON.parse(body))
  return {
    code: 'LOT_DIFFERS',
    params: { points, earnedOn: earnedOn ?? '—', expiresOn: expiresOn ?? '—' },
  }
}

async function compareAll(
  ctx: Ctx,
  { owners, named, today }: Opening,
  records: readonly OpeningRecord[],
): Promise<(Outcome | undefined)[]> {
  const members = await findMembersBy(
    ctx,
    records.map(({ member }) => member),
  )
  const keys = records.map((record, i) => members[i] && keyOf(members[i], record))
  const imported = await findImported(
    ctx,
    keys.flatMap((key) => key ?? []),
  )
  return records.map((record, i) => {
    const [member, key] = [members[i], keys[i]]
    if (!member || key === undefined || !TAKES_POINTS[member.status]) {
      return { code: 'MEMBER_UNKNOWN' }
    }
    owners.set(record, member)
    record.lot.memberId = member.id
    const line = named.lineOf(key, record.line)
    if (line !== record.line) return { code: record.repeated ?? 'ROW_REPEATED', params: { line } }
    const before = compareBody(imported.get(key), record)
    if (before) return before
    const { expiresOn } = record.said
    // What was imported while it was valid stays "already there" when its day has passed.
    if (expiresOn !== null && expiresOn < today) return { code: 'DATE_PASSED', field: 'expiresOn' }
    return undefined
  })
}

function commandOf({ ctx, origin, owners }: Opening, record: OpeningRecord): LedgerCommand {
  const { said, reference, earnedAt } = record
  const member = owners.get(record)
  invariant(member, 'a lot is compared before it is stored')
  return {
    do: 'earn',
    memberId: member.id,
    points: said.points,
    isPending: false,
    expiresOn: said.expiresOn,
    key: { caller: IMPORT_CALLER, key: keyOf(member, record), body: bodyOf(said) },
    about: {
      business: 'opening',
      businessId: reference || origin.fileName,
      occurredAt: earnedAt ?? ctx.clock.now(),
      explanation: { kind: 'opening', fileName: origin.fileName, reference },
    },
  }
}

/** What the ledger's answer means for a row; undefined where somebody else was faster. */
function outcomeOf(posted: Posted | undefined): 'created' | Refusal | undefined {
  invariant(posted, 'a command has an outcome')
  if ('answer' in posted) return posted.isRepeat ? undefined : 'created'
  const { code, params } = posted.refusal
  if (code === 'KEY_REUSED' || code === 'NOT_FOUND') return undefined
  if (code !== 'POINTS_TOO_MANY') throw posted.refusal
  return { code, params, field: 'points' }
}

/** In the order of their members, so that imports side by side meet their accounts in the same one. */
async function store(ctx: Ctx<Tx>, opening: Opening, records: readonly OpeningRecord[]) {
  const commands = records.map((record) => ({ record, command: commandOf(opening, record) }))
  commands.sort((a, b) => a.command.memberId - b.command.memberId)
  const posted = await postCommands(
    ctx,
    commands.map(({ command }) => command),
  )
  const outcomes = new Map(commands.map(({ record }, i) => [record, outcomeOf(posted[i])]))
  return records.map((record) => outcomes.get(record))
}

/**
 * Points that members bring along from another system: one row is one lot, with its own day of expiry. A lot
 * is known by its member and its number in the old system, else by its days. One that is there already
 * changes nothing; the same with other points or days is refused, not written over.
 */
export const openingImporter: Importer<OpeningRecord> = {
  kind: 'points',
  begin(ctx, origin): Promise<ImportReader<OpeningRecord>> {
    const opening: Opening = {
      ...{ ctx, origin, owners: new WeakMap(), named: new NamedLots() },
      today: businessDateOf(ctx.zone, ctx.clock.now()),
    }
    return Promise.resolve({
      isGrouped: () => false,
      groupKey: () => undefined,
      read: ([row]) => readOpeningRow(opening, row ?? refuse('ROW_INCOMPLETE')),
      compare: (ctx, records) => compareAll(ctx, opening, records),
      store: (ctx, records) => store(ctx, opening, records),
    })
  },
}
