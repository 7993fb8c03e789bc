import { expect, it } from 'vitest'
import { isAppUrl } from './app-url.ts'

it.each(['app://admin/', 'app://admin/members/1?a=b#c'])('knows its own page: %s', (url) => {
  expect(isAppUrl(url)).toBe(true)
})

it.each([
  'app://other/',
  'app://admin.evil.example/',
  'app://admin:8080/',
  'app://user@admin/',
  'https://admin/',
  'about:blank',
  'data:text/html,app://admin/',
  'blob:app://admin/1',
  '',
])('takes nothing else for it: %s', (url) => {
  expect(isAppUrl(url)).toBe(false)
})
