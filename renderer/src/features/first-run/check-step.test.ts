import { expect, test } from 'vitest'
import { checkStep, stepOf, toInput } from './check-step.ts'
import { newDraft } from './first-run-draft.ts'

const filled = () => {
  const draft = newDraft()
  Object.assign(draft.administrator, {
    displayName: '孙浩',
    username: 'SunHao',
    password: 'a quiet garden path',
    again: 'a quiet garden path',
  })
  draft.company.name = '沐禾生活'
  draft.store.name = '总店'
  return draft
}

test('an empty form says what is wrong at each field', () => {
  const draft = newDraft()
  expect(checkStep('administrator', draft, true)).toEqual({
    token: 'token',
    username: 'username',
    displayName: 'displayName',
    password: 'password',
  })
  expect(checkStep('company', draft, false)).toEqual({
    'company.name': 'companyName',
    'store.name': 'storeName',
  })
})

test('the presets of the product can be taken as they are', () => {
  expect(checkStep('presets', newDraft(), false)).toEqual({})
})

test('levels rise, each has a name, and none is left out', () => {
  const draft = filled()
  const [first, second, third] = draft.levels
  if (!first || !second || !third) throw new Error('presets have four levels')
  first.name = ' '
  second.growth = undefined
  expect(checkStep('presets', draft, false)).toEqual({
    'levels.0.name': 'levelName',
    'levels.1.growth': 'levelGrowth',
  })
  first.name = 'a'
  second.growth = 5_000
  expect(checkStep('presets', draft, false)).toEqual({ levels: 'levelsNotRising' })
})

test('a password that differs or holds the name is not sent', () => {
  const draft = filled()
  draft.administrator.again = 'another garden path'
  expect(checkStep('administrator', draft, false)).toEqual({ again: 'again' })
  draft.administrator.password = draft.administrator.again = 'sunhao in the garden'
  expect(checkStep('administrator', draft, false)).toEqual({ password: 'password' })
})

test('what is sent is what the contract asks for', () => {
  const input = toInput(filled())
  expect(input).toMatchObject({ username: 'sunhao', store: { code: 'S001' } })
  expect(input).not.toHaveProperty('token')
  expect(input.presets.levels).toHaveLength(4)
})

test('a refusal of the server leads to the step of its field', () => {
  expect(['username', 'company.name', 'store.code', 'presets.levels.0.name'].map(stepOf)).toEqual([
    'administrator',
    'company',
    'company',
    'presets',
  ])
})
