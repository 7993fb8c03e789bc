import type { Language } from '../../contract/errors.ts'
import { businessDate } from '../../contract/dates.ts'
import { maskPersonal } from '../../contract/personal.ts'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { amountOf, countOf, dayOf, type Cell } from '../../kernel/table/cell.ts'
import { startJob } from '../jobs/jobs.service.ts'
import { EXPORT_LABELS, EXPORT_VALUES } from './export-labels.ts'
import { readMembers, type StoredMember } from './member-rows.ts'
import type {
  ExportMembersInput,
  MEMBER_EXPORT_COLUMNS,
  MemberPersonalField,
} from './members.contract.ts'
import { readPersonal } from './members.privacy.ts'
import { regionNames } from './regions.ts'
import { iterateSelected } from './select-members.ts'

type Column = (typeof MEMBER_EXPORT_COLUMNS)[number]

function personalCell(
  ctx: Ctx,
  member: StoredMember,
  field: MemberPersonalField,
  isPlain: boolean,
): string {
  const whole = readPersonal(ctx.keys, member, field) ?? ''
  return isPlain || whole === '' ? whole : maskPersonal(field, whole)
}

/** Numbers that are names stay texts: of a mobile or a card number nobody wants a sum or half the digits. */
function cellOf(ctx: Ctx, member: StoredMember, column: Column, input: ExportMembersInput): Cell {
  const { language, isPlain } = input
  switch (column) {
    case 'mobile':
    case 'email':
    case 'realName':
      return personalCell(ctx, member, column, isPlain)
    case 'gender':
    case 'status':
    case 'registerChannel':
      return EXPORT_VALUES[member[column]]?.[language] ?? member[column]
    case 'region':
      return member.regionCode === null ? '' : regionNames(member.regionCode).join(' ')
    case 'registerStore':
    case 'homeStore':
      return member[column] ?? ''
    case 'registeredAt':
      return dayOf(businessDate(member.registeredAt, ctx.zone.name))
    case 'birthday':
    case 'lastOrderDate':
      return dayOf(member[column])
    case 'spend':
      return amountOf(member.spendFen)
    case 'orderCount':
      return countOf(member.orderCount)
    case 'avatar':
      return member.avatarUrl ?? ''
    case 'memberNo':
    case 'externalId':
    case 'cardNo':
    case 'nickname':
    case 'remark':
      return member[column] ?? ''
  }
}

/** Headings of an export in the reader's language. */
export const exportHeadings = (columns: readonly Column[], language: Language): string[] =>
  columns.map((column) => EXPORT_LABELS[column][language])

/** Rows of an export, a chunk at a time in the order of the list; personal data masked unless asked whole. */
export async function* exportRows(ctx: Ctx, input: ExportMembersInput) {
  for await (const ids of iterateSelected(ctx, input.selection, input)) {
    const members = await readMembers(ctx, ids)
    const rows = members.map((member) =>
      input.columns.map((column) => cellOf(ctx, member, column, input)),
    )
    yield { records: rows.length, rows }
  }
}

/**
 * Starts the export of a selection.
 * @throws AppError FORBIDDEN for whole personal data without the right to it, JOB_RUNNING
 */
export function startExport(ctx: Ctx, input: ExportMembersInput): Promise<{ id: string }> {
  requirePlainRight(ctx, input)
  return startJob(ctx, 'members.export', input)
}

/** Whole personal data leaves the system by a right of its own. @throws AppError FORBIDDEN */
export function requirePlainRight({ actor }: Ctx, { isPlain }: ExportMembersInput): void {
  const permission = 'members.exportPlain'
  if (isPlain && !actor.permissions.has(permission)) throw new AppError('FORBIDDEN', { permission })
}
