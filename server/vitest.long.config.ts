import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** Tests that take minutes: whole processes, the real data, every byte that was written. */
export default defineConfig({
  test: {
    ...base.test,
    name: 'server-long',
    include: ['**/*.long.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 120_000,
  },
})
