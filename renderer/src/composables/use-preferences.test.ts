import { expect, test } from 'vitest'
import { parsePreferences } from './use-preferences.ts'

test('a damaged value falls back alone', () => {
  expect(
    parsePreferences({ theme: 'purple', language: 'en', density: 'compact', isSidebarOpen: 1 }, [
      'zh-CN',
    ]),
  ).toEqual({ theme: 'system', language: 'en', density: 'compact', isSidebarOpen: true })
})

test.each([null, undefined, 'text', 7, []])('%j gives the defaults', (stored) => {
  expect(parsePreferences(stored, ['zh-CN'])).toEqual({
    theme: 'system',
    language: 'zh',
    density: 'default',
    isSidebarOpen: true,
  })
})
