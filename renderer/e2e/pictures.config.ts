import base from './playwright.config.ts'

/** Every page looked at by axe, and pictures of every state for people: `npm test -- pictures`. */
export default {
  ...base,
  testIgnore: [],
  testMatch: '**/{screenshots*,axe*}.spec.ts',
  timeout: 180_000,
}
