import base from './playwright.config.ts'

/** What takes minutes in the window: the real data, the other database, every byte of the profile. */
export default { ...base, testIgnore: [], testMatch: '**/*.long.spec.ts', timeout: 180_000 }
