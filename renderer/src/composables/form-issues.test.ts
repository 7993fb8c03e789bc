import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldOfPath, problemsOf } from './form-issues.ts'

const schema = z.object({
  name: z.string().trim().min(1).max(4),
  reason: z.string().trim().min(2),
  code: z.string().regex(/^[A-Z]+$/),
  roles: z.array(z.int()).min(1).max(2),
  count: z.int().min(1).max(9),
})
const faults = (values: Record<string, unknown>) => {
  const parsed = schema.safeParse(values)
  return Object.fromEntries(
    [...problemsOf(parsed.error ?? new z.ZodError([]), values)].map(([field, { fault, limit }]) => [
      field,
      limit ? `${fault} ${limit}` : fault,
    ]),
  )
}

test('a blank field is missing, whichever rule it breaks', () => {
  expect(faults({ name: ' ', reason: '', code: '', roles: [1], count: undefined })).toEqual({
    name: 'required',
    reason: 'required',
    code: 'required',
    count: 'required',
  })
})

test('each kind of fault is told with its bound', () => {
  expect(faults({ name: 'abcde', reason: 'x', code: 'a', roles: [], count: 0 })).toEqual({
    name: 'tooLong 4',
    reason: 'tooShort 2',
    code: 'format',
    roles: 'choose 1',
    count: 'tooSmall 1',
  })
  expect(faults({ name: 'a', reason: 'xy', code: 'A', roles: [1, 2, 3], count: 10 })).toEqual({
    roles: 'tooMany 2',
    count: 'tooLarge 9',
  })
})

test('a path of the server finds its field, also inside a list', () => {
  expect(fieldOfPath('username', ['username'])).toBe('username')
  expect(fieldOfPath('staff.3.username', ['username', 'roleIds'])).toBe('username')
  expect(fieldOfPath('staff.3.roleIds.0', ['username', 'roleIds'])).toBe('roleIds')
  expect(fieldOfPath('', ['username'])).toBeUndefined()
  expect(fieldOfPath('other', ['username'])).toBeUndefined()
})
