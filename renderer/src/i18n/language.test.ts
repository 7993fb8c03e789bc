import { expect, test } from 'vitest'
import { preferredLanguage } from './language.ts'

test('the first language that we speak wins', () => {
  expect(preferredLanguage(['fr-FR', 'zh-Hant-TW', 'en'])).toBe('zh')
  expect(preferredLanguage(['EN-gb', 'zh'])).toBe('en')
})

test('an unknown language reads English', () => {
  expect(preferredLanguage(['fr', 'de'])).toBe('en')
  expect(preferredLanguage([])).toBe('en')
})
