import { expect, test } from 'vitest'
import { jobsMessages } from './jobs.messages.ts'
import { readJobResult } from './job-result.ts'
import { durationOf, percentOf, shownStatus } from './job-state.ts'
import { auditFault } from '../../../../server/modules/audit/audit.contract.ts'
import { JOB_KINDS, type JobRow } from '../../../../server/modules/jobs/jobs.contract.ts'

test.each([
  ['zh', jobsMessages.zh],
  ['en', jobsMessages.en],
])('every kind of job and of fault has a name, %s', (_name, messages) => {
  const kinds = Object.entries(messages.kinds).flatMap(([part, verbs]) =>
    Object.keys(verbs).map((verb) => `${part}.${verb}`),
  )
  expect(kinds.sort()).toEqual([...JOB_KINDS].sort())
  expect(Object.keys(messages.faults)).toEqual(auditFault.shape.kind.options)
})

test('a job that was asked to stop says so until it has', () => {
  expect(shownStatus({ status: 'running', isCancelling: true })).toBe('cancelling')
  expect(shownStatus({ status: 'cancelled', isCancelling: true })).toBe('cancelled')
  expect(shownStatus({ status: 'running', isCancelling: false })).toBe('running')
})

test('a duration is told in its two largest units, and a clock behind never makes it negative', () => {
  const from = (ms: number | null) => durationOf({ startedAt: 0, finishedAt: ms }, 90_000)
  expect(durationOf({ startedAt: null, finishedAt: null }, 5)).toBeUndefined()
  expect(from(59_400)).toEqual({ unit: 'seconds', whole: 59, rest: 0 })
  expect(from(null)).toEqual({ unit: 'minutes', whole: 1, rest: 30 })
  expect(from(2 * 3_600_000 + 5 * 60_000)).toEqual({ unit: 'hours', whole: 2, rest: 5 })
  expect(durationOf({ startedAt: 10_000, finishedAt: null }, 5)).toMatchObject({ whole: 0 })
})

test('progress needs a whole, and never passes it', () => {
  expect(percentOf({ done: 5, total: null })).toBeUndefined()
  expect(percentOf({ done: 0, total: 0 })).toBeUndefined()
  expect(percentOf({ done: 1, total: 3 })).toBe(33)
  expect(percentOf({ done: 9, total: 3 })).toBe(100)
})

test('a result that is not what its kind writes counts as none', () => {
  expect(readJobResult({ kind: 'audit.export', result: { rows: 3 } })).toEqual({
    kind: 'export',
    rows: 3,
  })
  expect(readJobResult({ kind: 'audit.export', result: { rows: 'many' } })).toBeUndefined()
  expect(readJobResult({ kind: 'staff.batch', result: null })).toBeUndefined()
})

test('who was refused keeps what the reason is about; jobs of an older server say nothing of it', () => {
  const told = { id: 1, code: 'RIGHT_NOT_YOURS', params: { permission: 'audit.view' } }
  const refusedAs = (refusal: JobRow['result']) =>
    readJobResult({ kind: 'staff.batch', result: { changed: 0, refused: [refusal] } })
  expect(refusedAs(told)).toMatchObject({ refused: [told] })
  expect(refusedAs({ id: 2, code: 'NOT_FOUND' })).toMatchObject({
    refused: [{ id: 2, code: 'NOT_FOUND', params: {} }],
  })
})
