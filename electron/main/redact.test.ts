import { expect, it } from 'vitest'
import { redact } from './redact.ts'

it.each([
  ['mobile 13800001234 taken', 'mobile … taken'],
  ['card 138 0000 1234', 'card …'],
  ['send to xia.xia+1@example.com now', 'send to …@… now'],
  [
    'GET app://admin/trpc/members.list?input=%7B%22keyword%22 failed',
    'GET app://admin/trpc/members.list?… failed',
  ],
  ['at app://admin/assets/index.js:12:345', 'at app://admin/assets/index.js:12:345'],
  ['took 123456 ms', 'took 123456 ms'],
])('logs %j as %j', (text, logged) => {
  expect(redact(text)).toBe(logged)
})

it('cuts long texts', () => {
  expect(redact('x'.repeat(100_000)).length).toBe(4_000)
})
