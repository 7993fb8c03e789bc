import { expect, test } from 'vitest'
import { clashingFields, keptText } from './template-conflict.ts'

const base = { title: 'Welcome', body: 'Hello {nickname}', isActive: true }
const theirs = { ...base, title: 'Welcome to us', isActive: false }

test('what was typed stays when somebody else was faster, and the rest is as he saved it', () => {
  const mine = { ...base, title: 'Good day', body: 'Dear {nickname}' }
  const kept = keptText({ base, mine, theirs })
  expect(kept).toEqual({ title: 'Good day', body: 'Dear {nickname}', isActive: false })
  expect(clashingFields(kept, theirs)).toEqual(['title', 'body'])
})

test('where both wrote the same, nothing clashes', () => {
  expect(clashingFields(keptText({ base, mine: theirs, theirs }), theirs)).toEqual([])
})
