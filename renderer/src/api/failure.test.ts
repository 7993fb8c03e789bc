import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import {
  BadAnswerError,
  NoAnswerError,
  answerFailure,
  failureText,
  isUnauthenticated,
  toFailure,
} from './failure.ts'

const answered = (app: unknown, status = 400) =>
  new TRPCClientError('refused', {
    result: { error: { code: -32_600, message: 'refused', data: { app } } },
    meta: { response: { status } },
  })
const translate = (key: string): string => `[${key}]`

test('a refusal of the server keeps its code, values and request', () => {
  const error = answered({
    code: 'TOO_MANY_REQUESTS',
    params: { retryAfterSeconds: 9 },
    requestId: 'r-1',
  })
  const failure = toFailure(error, 5)
  expect(failure).toEqual({
    code: 'TOO_MANY_REQUESTS',
    params: { retryAfterSeconds: 9 },
    requestId: 'r-1',
    isTemporary: true,
    atMs: 5,
  })
  expect(failureText(failure, 'zh', translate)).toContain('9 秒')
  expect(failureText(failure, 'en', translate)).toContain('9 s')
})

test('a refusal of single fields names them; what is no list of faults is left out', () => {
  const weak = { code: 'PASSWORD_WEAK', params: {}, fields: { password: ['TOO_SHORT'] } }
  expect(toFailure(answered(weak), 0).fields).toEqual({ password: ['TOO_SHORT'] })
  expect(toFailure(answered({ ...weak, fields: 'all' }), 0).fields).toBeUndefined()
})

test('only the lack of a session asks to sign in', () => {
  expect(isUnauthenticated(answered({ code: 'UNAUTHENTICATED', params: {} }, 401))).toBe(true)
  expect(isUnauthenticated(answered({ code: 'FORBIDDEN', params: {} }, 403))).toBe(false)
  expect(isUnauthenticated(new Error('401'))).toBe(false)
})

test.each([undefined, null, 'text', { code: 'NO_SUCH_CODE' }, { code: '__proto__' }, { code: 7 }])(
  'an answer that is not ours (%j) is said to make no sense',
  (app) => {
    const failure = toFailure(answered(app, 200), 0)
    expect(failure.code).toBe('BAD_ANSWER')
    expect(failureText(failure, 'en', translate)).toBe('[ui.failure.BAD_ANSWER]')
  },
)

test('a gateway without a server behind it passes', () => {
  expect(toFailure(answered(undefined, 503), 0)).toMatchObject({
    code: 'UNAVAILABLE',
    isTemporary: true,
  })
})

test.each([
  [200, 'BAD_ANSWER'],
  [404, 'BAD_ANSWER'],
  [502, 'UNAVAILABLE'],
  [504, 'UNAVAILABLE'],
])('a page of status %i in place of the answer is %s', (status, code) => {
  const error = new TRPCClientError('x', { cause: new BadAnswerError(status) })
  expect(toFailure(error, 0).code).toBe(code)
})

test('half an answer makes no sense', () => {
  const error = new TRPCClientError('x', { cause: new SyntaxError('Unexpected end of JSON input') })
  expect(toFailure(error, 0).code).toBe('BAD_ANSWER')
})

test('no line and no answer are told apart', () => {
  const noLine = new TRPCClientError('x', { cause: new TypeError('Failed to fetch') })
  const noAnswer = new TRPCClientError('x', { cause: new NoAnswerError(30_000) })
  expect(toFailure(noLine, 0)).toMatchObject({ code: 'NETWORK', isTemporary: true })
  expect(toFailure(noAnswer, 0)).toMatchObject({ code: 'NO_ANSWER', params: { seconds: 30 } })
})

test('a mistake of the page itself is not repeated', () => {
  expect(toFailure(new TypeError('undefined is not a function'), 0)).toMatchObject({
    code: 'BROKEN_PAGE',
    isTemporary: false,
  })
})

test('a refusal of a plain route is read like any other, also the answer of the shell', () => {
  const refused = { code: 'FILE_TOO_LARGE', params: { maxMb: 100 }, requestId: 'r-2' }
  const failure = answerFailure({ status: 400, body: { error: refused } }, 7)
  expect(failure).toMatchObject({ ...refused, isTemporary: false, atMs: 7 })
  const shell = { error: { data: { app: { code: 'SHUTTING_DOWN', params: {} } } } }
  expect(answerFailure({ status: 503, body: shell }, 0).code).toBe('SHUTTING_DOWN')
})

test('without an answer there is no line; a page in its place makes no sense', () => {
  expect(answerFailure({ status: undefined, body: undefined }, 0).code).toBe('NETWORK')
  expect(answerFailure({ status: 502, body: '<html>' }, 0).code).toBe('UNAVAILABLE')
  expect(answerFailure({ status: 404, body: '<html>' }, 0).code).toBe('BAD_ANSWER')
})
