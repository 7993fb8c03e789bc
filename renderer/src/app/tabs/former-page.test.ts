import { expect, test } from 'vitest'
import { takeFormerPath } from './former-page.ts'

test('an entry of the history takes the tab of the page that led to it once only', () => {
  const history = {
    state: { position: 3, insteadOf: '/imports/new' } as unknown,
    replaceState(state: unknown) {
      this.state = state
    },
  }
  expect(takeFormerPath(history)).toBe('/imports/new')
  expect(takeFormerPath(history)).toBeUndefined()
  expect(history.state).toEqual({ position: 3, insteadOf: null })
})
