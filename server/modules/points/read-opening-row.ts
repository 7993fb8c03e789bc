import type { Ctx } from '../../db/context.ts'
import { meansNever } from '../../contract/written-moment.ts'
import { businessDateOf } from '../../kernel/business-zone.ts'
import { momentCell, pointsCell, refuse, textCell } from '../imports/cells.ts'
import { RowRefused, type ImportRecord, type MappedRow } from '../imports/importer.ts'
import { memberCell, type MemberReference } from '../members/members.service.ts'
import type { ImportedLot } from './imported-lots.queries.ts'

const REFERENCE_MAX = 64

export interface OpeningRecord extends ImportRecord {
  readonly line: number
  readonly member: MemberReference
  readonly said: ImportedLot
  /** When they were earned; undefined is now. */
  readonly earnedAt: Date | undefined
  /** Number of the lot in the old system; '' where the file has none. */
  readonly reference: string
  /** What the lot is known by among those of its member. */
  readonly lotName: string
  readonly lot: { readonly expiresOn: string | null; memberId?: number }
}

/** What all rows of a file are read with. */
export interface Surroundings {
  readonly ctx: Ctx
  readonly today: string
}

/** The day that a cell says, at its beginning. @throws RowRefused */
function dayCell(ctx: Ctx, row: MappedRow, field: string) {
  const moment = momentCell(row, field, ctx.zone.name)
  if (!moment) return undefined
  const { day, at, hasZone } = moment
  return { day: hasZone ? businessDateOf(ctx.zone, at) : day, at }
}

/** The last day on which they can be used; null is for ever. @throws RowRefused */
function expiryCell(ctx: Ctx, row: MappedRow): string | null {
  if (meansNever(textCell(row, 'expiresOn', 40).normalize('NFKC'))) return null
  return dayCell(ctx, row, 'expiresOn')?.day ?? null
}

/**
 * A lot's name does not depend on the day of the import: a file that says no day is the same file tomorrow.
 * One with a reference and one without are never the same.
 */
const lotNameOf = (reference: string, { earnedOn, expiresOn }: ImportedLot): string =>
  reference === '' ? `${earnedOn ?? ''}/${expiresOn ?? ''}` : `lot:${reference}`

function readLot({ ctx, today }: Surroundings, row: MappedRow, points: number): OpeningRecord {
  const member = memberCell(ctx, row)
  const earned = dayCell(ctx, row, 'earnedOn')
  if (earned && earned.day > today) refuse('DATE_IN_FUTURE', 'earnedOn')
  const said = { points, earnedOn: earned?.day ?? null, expiresOn: expiryCell(ctx, row) }
  const reference = textCell(row, 'reference', REFERENCE_MAX)
  const lotName = lotNameOf(reference, said)
  return {
    ...{ line: row.line, member, said, reference, lotName, earnedAt: earned?.at },
    identity: `${member.column} ${member.value}\u0000${lotName}`,
    says: JSON.stringify(said),
    claims: [],
    totals: { records: 1, quantity: 0, amountFen: 0, points },
    repeated: reference === '' ? 'LOT_REPEATED' : 'ROW_REPEATED',
    lot: { expiresOn: said.expiresOn },
  }
}

/** A row as a lot. One that is refused says its points, where they can be read. @throws RowRefused */
export function readOpeningRow(around: Surroundings, row: MappedRow): OpeningRecord {
  const points = pointsCell(row, 'points')
  try {
    return readLot(around, row, points)
  } catch (error) {
    if (error instanceof RowRefused) throw new RowRefused({ ...error.refusal, points })
    throw error
  }
}
