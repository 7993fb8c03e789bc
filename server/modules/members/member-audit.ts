import { maskPersonal } from '../../contract/personal.ts'
import type { Ctx } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import type { AuditValues } from '../audit/audit.contract.ts'
import { recordAudit } from '../audit/audit.service.ts'
import {
  MEMBER_PERSONAL_FIELDS,
  type ExportMembersInput,
  type MemberChanges,
  type MemberSelection,
} from './members.contract.ts'

const FIELDS = [
  'nickname',
  'mobile',
  'email',
  'realName',
  'externalId',
  'cardNo',
  'avatarUrl',
  'gender',
  'birthday',
  'regionCode',
  'remark',
  'homeStoreId',
] as const satisfies readonly (keyof MemberChanges)[]

const isPersonal = (field: string): field is (typeof MEMBER_PERSONAL_FIELDS)[number] =>
  (MEMBER_PERSONAL_FIELDS as readonly string[]).includes(field)

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === ''

/** Values of a profile as records show them: personal ones masked, empty ones left out. */
export function shownValues(values: MemberChanges): AuditValues {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = values[field]
      if (value === null || value === undefined || value === '') return []
      return [[field, isPersonal(field) ? maskPersonal(field, String(value)) : value]]
    }),
  )
}

/**
 * Both sides of a change as records show them, only what differs. Two personal values that look alike when
 * masked are told apart by a sign before the new one.
 */
export function shownChange(
  before: MemberChanges,
  after: MemberChanges,
): { before: AuditValues; after: AuditValues } {
  const changed = FIELDS.filter(
    (field) =>
      after[field] !== undefined &&
      after[field] !== before[field] &&
      !(isEmpty(after[field]) && isEmpty(before[field])),
  )
  const shown = (values: MemberChanges, field: (typeof FIELDS)[number]) =>
    shownValues({ [field]: values[field] })[field] ?? null
  const pairs = changed.map((field) => {
    const [old, next] = [shown(before, field), shown(after, field)]
    return { field, old, next: typeof next === 'string' && old === next ? `≠ ${next}` : next }
  })
  return {
    before: Object.fromEntries(pairs.map(({ field, old }) => [field, old])),
    after: Object.fromEntries(pairs.map(({ field, next }) => [field, next])),
  }
}

/** Whom a selection is about, as records show it. */
function shownSelection(selection: MemberSelection): AuditValues {
  // As texts: an id is not counted with.
  if (selection.kind === 'some') return { ids: selection.ids.map(String) }
  // A keyword may be a mobile number.
  const { keyword, ...rest } = selection.filter
  return {
    ...rest,
    ...(keyword === '' ? {} : { keyword: '***' }),
    ...(selection.except.length > 0 ? { except: selection.except.map(String) } : {}),
  }
}

/** Records that members are taken out of the system: who, which, whole or masked, and what for. */
export function noteMemberExport(
  ctx: Ctx,
  jobId: string,
  { selection, columns, isPlain, purpose }: ExportMembersInput,
): Promise<void> {
  return inTransaction(ctx, (ctx) =>
    recordAudit(ctx, {
      action: 'member.export',
      target: { type: 'job', id: jobId, name: 'members' },
      after: { ...shownSelection(selection), columns, isPlain },
      reason: purpose,
    }),
  )
}
