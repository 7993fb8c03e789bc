import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'server',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // They take minutes: `npm test -- long`.
    exclude: ['**/*.long.test.ts', '**/node_modules/**'],
    globalSetup: ['testing/global-setup.ts'],
    pool: 'forks',
    // Its own guess leaves a core to somebody who watches.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
