import type { z } from 'zod'

/** What is wrong with a value, in kinds that a reader can be told: each has its sentence. */
export type FieldFault =
  | 'required'
  | 'choose'
  | 'tooShort'
  | 'tooLong'
  | 'tooMany'
  | 'tooSmall'
  | 'tooLarge'
  | 'format'
  | 'invalid'

export interface FieldProblem {
  readonly fault: FieldFault
  /** The bound that was passed, where there is one. */
  readonly limit: number
}

type Issue = z.core.$ZodIssue

function tooSmall(issue: z.core.$ZodIssueTooSmall): FieldProblem {
  const limit = Number(issue.minimum)
  if (issue.origin === 'array' || issue.origin === 'set') return { fault: 'choose', limit }
  if (issue.origin !== 'string') return { fault: 'tooSmall', limit }
  return { fault: limit <= 1 ? 'required' : 'tooShort', limit }
}

function tooBig(issue: z.core.$ZodIssueTooBig): FieldProblem {
  const limit = Number(issue.maximum)
  if (issue.origin === 'array' || issue.origin === 'set') return { fault: 'tooMany', limit }
  return { fault: issue.origin === 'string' ? 'tooLong' : 'tooLarge', limit }
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/** Reads an issue of zod. A blank field is missing, whatever rule it breaks first. */
export function problemOf(issue: Issue, value: unknown): FieldProblem {
  if (isBlank(value)) return { fault: 'required', limit: 0 }
  if (issue.code === 'too_small') return tooSmall(issue)
  if (issue.code === 'too_big') return tooBig(issue)
  return { fault: issue.code === 'invalid_format' ? 'format' : 'invalid', limit: 0 }
}

/** The first problem of each field: the first part of an issue's path names the field. */
export function problemsOf(
  error: z.ZodError,
  values: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, FieldProblem> {
  const problems = new Map<string, FieldProblem>()
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? '')
    if (!problems.has(field)) problems.set(field, problemOf(issue, values[field]))
  }
  return problems
}

/**
 * The field of a form that a server's path means: the last name in it that the form has, so that a path
 * into a list finds it too; undefined where there is none.
 */
export function fieldOfPath(path: string, fields: readonly string[]): string | undefined {
  const parts = path.split('.').reverse()
  return parts.find((part) => fields.includes(part))
}
