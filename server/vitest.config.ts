import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'server',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['testing/global-setup.ts'],
    pool: 'forks',
    // Its own guess leaves a core to somebody who watches.
    maxWorkers: 2,
    testTimeout: 30_000,
    tags: [{ name: 'long', description: 'takes minutes: `npm test -- long`', timeout: 120_000 }],
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
})
