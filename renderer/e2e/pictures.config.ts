import base from './playwright.config.ts'

/** Pictures of every page and state, for people to look at: `npm test -- pictures`. */
export default { ...base, testIgnore: [], testMatch: '**/screenshots*.spec.ts', timeout: 180_000 }
