import type { AuditRow, AuditValues } from '../../../../server/modules/audit/audit.contract.ts'

export type AuditValue = AuditValues[string]

/** One item of a list that was changed, and what became of it. */
export interface DiffItem {
  readonly value: AuditValue
  readonly fate: 'kept' | 'added' | 'removed'
}

/** One field of an entry. `items` is there where a list was changed in parts. */
export interface DiffLine {
  readonly field: string
  readonly before: AuditValue | undefined
  readonly after: AuditValue | undefined
  readonly items: readonly DiffItem[] | undefined
}

/** `change`: before and after; `contents`: what was made; `removed`: what was there. */
export type DiffKind = 'change' | 'contents' | 'removed' | 'none'

const DEPTH_MAX = 4

const isGroup = (value: AuditValue | undefined): value is AuditValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Groups of values read as their members: `presets.levels` is shown as levels. */
function flatten(values: AuditValues, path = '', depth = 0): [string, AuditValue][] {
  return Object.entries(values).flatMap(([name, value]): [string, AuditValue][] =>
    isGroup(value) && depth < DEPTH_MAX
      ? flatten(value, `${path}${name}.`, depth + 1)
      : [[path + name, value]],
  )
}

function itemsOf(before: AuditValue | undefined, after: AuditValue | undefined) {
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined
  const keys = (list: readonly AuditValue[]) => new Set(list.map((item) => JSON.stringify(item)))
  const [had, has] = [keys(before), keys(after)]
  return [
    ...before
      .filter((item) => !has.has(JSON.stringify(item)))
      .map((value): DiffItem => ({ value, fate: 'removed' })),
    ...after.map((value): DiffItem => ({
      value,
      fate: had.has(JSON.stringify(value)) ? 'kept' : 'added',
    })),
  ]
}

export function diffKind({ before, after }: Pick<AuditRow, 'before' | 'after'>): DiffKind {
  if (before && after) return 'change'
  if (after) return 'contents'
  return before ? 'removed' : 'none'
}

/** What an entry says about each field, in the order it was written down. */
export function diffLines({ before, after }: Pick<AuditRow, 'before' | 'after'>): DiffLine[] {
  const was = new Map(flatten(before ?? {}))
  const is = new Map(flatten(after ?? {}))
  return [...new Set([...was.keys(), ...is.keys()])].map((field) => ({
    field,
    before: was.get(field),
    after: is.get(field),
    items: itemsOf(was.get(field), is.get(field)),
  }))
}
